package starmap.helm;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** An object of Kubernetes as the chart makes it. */
record Manifest(JsonNode tree) {
  static List<Manifest> parse(String rendered) {
    return Yaml.all(rendered).stream().map(Manifest::new).toList();
  }

  static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  String kind() {
    return tree.path("kind").asString();
  }

  String name() {
    return tree.at("/metadata/name").asString();
  }

  String id() {
    return kind() + " " + name();
  }

  /** The pods it makes, if it makes any. */
  Optional<Pod> pod() {
    return switch (kind()) {
      case "Pod" -> Optional.of(new Pod(id(), tree.path("metadata"), tree.path("spec")));
      case "Deployment", "StatefulSet", "DaemonSet", "Job" -> {
        var template = tree.at("/spec/template");
        yield Optional.of(new Pod(id(), template.path("metadata"), template.path("spec")));
      }
      default -> Optional.empty();
    };
  }

  static Manifest find(List<Manifest> all, String id) {
    return all.stream()
        .filter(one -> one.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new AssertionError("no " + id + " in " + all.stream().map(Manifest::id).toList()));
  }

  /** A pod, or what pods are made of. */
  record Pod(String owner, JsonNode metadata, JsonNode spec) {
    Stream<JsonNode> containers() {
      return Stream.concat(stream(spec.path("containers")), stream(spec.path("initContainers")));
    }

    JsonNode container() {
      return spec.path("containers").path(0);
    }

    /** A variable of the first container. */
    JsonNode variable(String name) {
      return stream(container().path("env"))
          .filter(one -> one.path("name").asString().equals(name))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no " + name + " in " + owner));
    }
  }
}
