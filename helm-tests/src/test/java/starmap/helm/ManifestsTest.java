package starmap.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What must hold of all that the chart makes, whatever the values. */
@NeedsHelm
class ManifestsTest {
  private static final String SETS = "starmap.helm.ValueSets#all";
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");

  @Test
  void thereAreManySetsOfValues() throws IOException {
    assertThat(ValueSets.all().count()).isGreaterThanOrEqualTo(24);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SETS)
  void everyObjectIsWhatKubernetesUnderstands(String ignored, Path... values) throws IOException {
    var all = Chart.render(values);
    for (var manifest : all) {
      KubernetesTypes.check(manifest);
    }
    assertThat(all).extracting(Manifest::id).doesNotHaveDuplicates();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SETS)
  void everySelectorFindsThePodsThatItIsFor(String ignored, Path... values) {
    var all = Chart.render(values);
    for (var manifest : all) {
      var selector = selector(manifest);
      if (!selector.isMissingNode() && !selector.isEmpty()) {
        var found =
            all.stream()
                .flatMap(one -> one.pod().stream())
                .filter(pod -> matches(selector, pod.metadata().path("labels")))
                .map(Manifest.Pod::owner)
                .toList();
        requireMeant(manifest, found);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SETS)
  void everyTargetOfAnotherObjectIsThere(String ignored, Path... values) {
    var all = Chart.render(values);
    var ids = all.stream().map(Manifest::id).collect(Collectors.toSet());
    for (var manifest : all) {
      var spec = manifest.tree().path("spec");
      switch (manifest.kind()) {
        case "HorizontalPodAutoscaler", "ScaledObject" ->
            assertThat(ids).contains("Deployment " + spec.at("/scaleTargetRef/name").asString());
        case "Ingress" ->
            assertThat(ids)
                .contains(
                    "Service " + spec.at("/rules/0/http/paths/0/backend/service/name").asString());
        case "HTTPRoute" -> {
          var backend = spec.at("/rules/0/backendRefs/0");
          var service = Manifest.find(all, "Service " + backend.path("name").asString());
          assertThat(service.tree().at("/spec/ports/0/port")).isEqualTo(backend.path("port"));
        }
        case "StatefulSet" ->
            assertThat(ids).contains("Service " + spec.path("serviceName").asString());
        default -> {}
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SETS)
  void namesFitKubernetesAndAllObjectsSayWhoseTheyAre(String ignored, Path... values) {
    for (var manifest : Chart.render(values)) {
      assertThat(manifest.name()).matches(NAME).hasSizeLessThanOrEqualTo(63);
      var labels = manifest.tree().at("/metadata/labels");
      assertThat(labels.path("app.kubernetes.io/instance").asString()).isEqualTo(Chart.RELEASE);
      labels.forEach(label -> assertThat(label.asString()).hasSizeLessThanOrEqualTo(63));
    }
  }

  @Test
  void theLongestNamesThatHelmAllowsFit() {
    var release = "a23456789-b23456789-c23456789-d23456789-e23456789-f23";
    assertThat(release).hasSize(53);
    var all = Chart.renderAs(release, ValueSets.named("pools-with-own-functions"));
    assertThat(all).allSatisfy(one -> assertThat(one.name()).hasSizeLessThanOrEqualTo(63));
    assertThat(all).extracting(Manifest::id).doesNotHaveDuplicates();
  }

  private static JsonNode selector(Manifest manifest) {
    var spec = manifest.tree().path("spec");
    return switch (manifest.kind()) {
      case "Service" -> spec.path("selector");
      case "NetworkPolicy" -> spec.at("/podSelector/matchLabels");
      case "Deployment", "StatefulSet", "PodDisruptionBudget", "PodMonitor" ->
          spec.at("/selector/matchLabels");
      default -> spec.path("none");
    };
  }

  /** An object that finds the pods of another's would be worse than one that finds none. */
  private static void requireMeant(Manifest manifest, List<String> found) {
    switch (manifest.kind()) {
      case "Deployment", "StatefulSet" ->
          assertThat(found).as(manifest.id()).containsExactly(manifest.id());
      case "PodDisruptionBudget" ->
          assertThat(found).as(manifest.id()).containsExactly("Deployment " + manifest.name());
      case "Service" ->
          assertThat(found)
              .as(manifest.id())
              .hasSize(1)
              .allMatch(owner -> owner.endsWith(" " + manifest.name()));
      default -> {
        boolean ofWorkers = manifest.name().endsWith("-worker");
        assertThat(found)
            .as(manifest.id())
            .allMatch(owner -> owner.contains(manifest.name()))
            .hasSizeGreaterThanOrEqualTo(ofWorkers ? 0 : 1);
      }
    }
  }

  private static boolean matches(JsonNode selector, JsonNode labels) {
    return selector.properties().stream()
        .allMatch(one -> labels.path(one.getKey()).equals(one.getValue()));
  }
}
