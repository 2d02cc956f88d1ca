package starmap.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What pods refer to by name is there, or is one that the user's values name. */
@NeedsHelm
class ReferencesTest {
  private static final String SETS = "starmap.helm.ValueSets#all";

  /** Such as a secret, and the key in it that is wanted; empty where all of it is. */
  private record Reference(String kind, String name, String key) {}

  @ParameterizedTest(name = "{0}")
  @MethodSource(SETS)
  void whatAPodRefersToExistsOrIsNamedByTheUser(String ignored, Path... values) {
    var all = Chart.render(values);
    var told = Stream.of(values).flatMap(file -> texts(file).stream()).toList();
    for (var manifest : all) {
      for (var reference : references(manifest)) {
        if (!told.contains(reference.name())) {
          var there = Manifest.find(all, reference.kind() + " " + reference.name());
          assertThat(reference.key().isEmpty() || there.tree().path("data").has(reference.key()))
              .as(manifest.id() + " refers to " + reference)
              .isTrue();
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SETS)
  void theChartMakesNoSecretAndNoPasswordIsReadable(String ignored, Path... values) {
    var all = Chart.render(values);
    assertThat(all).extracting(Manifest::kind).doesNotContain("Secret");
    for (var manifest : all) {
      manifest.pod().stream()
          .flatMap(Manifest.Pod::containers)
          .flatMap(container -> Manifest.stream(container.path("env")))
          .filter(one -> one.path("name").asString().matches(".*(PASSWORD|TOKEN|KEY)"))
          .forEach(one -> assertThat(one.has("valueFrom")).as("%s", one).isTrue());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SETS)
  void everyMountHasItsVolumeAndEveryVolumeIsMounted(String ignored, Path... values) {
    for (var manifest : Chart.render(values)) {
      manifest
          .pod()
          .ifPresent(
              pod -> {
                var claims = manifest.tree().at("/spec/volumeClaimTemplates");
                var volumes =
                    Stream.concat(
                            names(pod.spec().path("volumes")),
                            Manifest.stream(claims).map(one -> one.at("/metadata/name").asString()))
                        .toList();
                assertThat(pod.containers().flatMap(one -> names(one.path("volumeMounts"))))
                    .as(pod.owner())
                    .containsExactlyInAnyOrderElementsOf(volumes);
              });
    }
  }

  private static Stream<String> names(JsonNode array) {
    return Manifest.stream(array).map(one -> one.path("name").asString());
  }

  private static List<String> texts(Path file) {
    return Yaml.texts(JsonMapper.shared().valueToTree(Yaml.read(file)));
  }

  private static List<Reference> references(Manifest manifest) {
    List<Reference> found = new ArrayList<>();
    manifest.pod().ifPresent(pod -> collect(pod.spec(), found));
    return found;
  }

  private static void collect(JsonNode tree, List<Reference> found) {
    tree.properties()
        .forEach(
            field -> {
              var value = field.getValue();
              switch (field.getKey()) {
                case "secretKeyRef" -> found.add(reference("Secret", value, "name"));
                case "configMapKeyRef" -> found.add(reference("ConfigMap", value, "name"));
                case "secret" -> found.add(reference("Secret", value, "secretName"));
                case "configMap" -> found.addAll(keys(value));
                case "persistentVolumeClaim" ->
                    found.add(reference("PersistentVolumeClaim", value, "claimName"));
                case "imagePullSecrets" ->
                    value.forEach(one -> found.add(reference("Secret", one, "name")));
                case "serviceAccountName" -> account(value.asString()).forEach(found::add);
                default -> collect(value, found);
              }
            });
    if (tree.isArray()) {
      tree.forEach(one -> collect(one, found));
    }
  }

  /** Each namespace has the account "default". */
  private static Stream<Reference> account(String name) {
    return name.equals("default")
        ? Stream.empty()
        : Stream.of(new Reference("ServiceAccount", name, ""));
  }

  private static List<Reference> keys(JsonNode volume) {
    var name = volume.path("name").asString();
    var items = volume.path("items");
    return items.isEmpty()
        ? List.of(new Reference("ConfigMap", name, ""))
        : Manifest.stream(items)
            .map(item -> new Reference("ConfigMap", name, item.path("key").asString()))
            .toList();
  }

  private static Reference reference(String kind, JsonNode from, String name) {
    return new Reference(kind, from.path(name).asString(), from.path("key").asString(""));
  }
}
