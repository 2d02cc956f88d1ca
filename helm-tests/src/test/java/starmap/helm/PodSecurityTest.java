package starmap.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Every pod fits the "restricted" standard, and can write to its volumes only. */
@NeedsHelm
class PodSecurityTest {
  private static final String SETS = "starmap.helm.ValueSets#all";
  private static final Set<String> VOLUMES =
      Set.of("configMap", "secret", "emptyDir", "persistentVolumeClaim", "projected");

  @ParameterizedTest(name = "{0}")
  @MethodSource(SETS)
  void everyPodFitsTheRestrictedStandard(String ignored, Path... values) {
    var pods = Chart.render(values).stream().flatMap(one -> one.pod().stream()).toList();
    assertThat(pods).isNotEmpty().allSatisfy(PodSecurityTest::requireRestricted);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SETS)
  void everyContainerHasAFolderForTemporaryFilesAndBoundedMemory(String ignored, Path... values) {
    for (var manifest : Chart.render(values)) {
      manifest
          .pod()
          .ifPresent(pod -> pod.containers().forEach(one -> requireRoomAndBounds(pod, one)));
    }
  }

  private static void requireRestricted(Manifest.Pod pod) {
    for (var shared : Set.of("hostNetwork", "hostPID", "hostIPC")) {
      assertThat(pod.spec().has(shared)).isFalse();
    }
    assertThat(pod.spec().path("automountServiceAccountToken").asBoolean(true)).isFalse();
    assertThat(pod.spec().path("enableServiceLinks").asBoolean(true)).isFalse();
    var security = pod.spec().path("securityContext");
    assertThat(security.path("runAsNonRoot").asBoolean()).isTrue();
    assertThat(security.path("runAsUser").asInt()).isPositive();
    assertThat(security.at("/seccompProfile/type").asString()).isEqualTo("RuntimeDefault");
    assertThat(pod.containers()).isNotEmpty().allSatisfy(PodSecurityTest::requireRestricted);
    Manifest.stream(pod.spec().path("volumes"))
        .forEach(
            volume ->
                assertThat(VOLUMES)
                    .containsAll(
                        volume.properties().stream()
                            .map(Map.Entry::getKey)
                            .filter(key -> !key.equals("name"))
                            .collect(Collectors.toSet())));
  }

  private static void requireRestricted(JsonNode container) {
    var security = container.path("securityContext");
    assertThat(security.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
    assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(security.path("privileged").asBoolean()).isFalse();
    assertThat(security.at("/capabilities/drop/0").asString()).isEqualTo("ALL");
    assertThat(security.at("/capabilities/add").isMissingNode()).isTrue();
    Manifest.stream(container.path("ports"))
        .forEach(port -> assertThat(port.has("hostPort")).isFalse());
  }

  private static void requireRoomAndBounds(Manifest.Pod pod, JsonNode container) {
    assertThat(container.at("/resources/limits/memory").asString()).as(pod.owner()).isNotEmpty();
    var folder =
        Manifest.stream(container.path("volumeMounts"))
            .filter(mount -> mount.path("mountPath").asString().equals("/tmp"))
            .map(mount -> mount.path("name").asString())
            .findFirst();
    assertThat(folder).as(pod.owner()).isPresent();
    var volume =
        Manifest.stream(pod.spec().path("volumes"))
            .filter(one -> one.path("name").asString().equals(folder.orElseThrow()))
            .findFirst();
    assertThat(volume.orElseThrow().at("/emptyDir/sizeLimit").asString()).isNotEmpty();
  }
}
