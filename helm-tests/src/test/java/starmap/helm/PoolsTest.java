package starmap.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@NeedsHelm
class PoolsTest {
  private static final String CHECKSUM = "/spec/template/metadata/annotations/checksum~1config";

  @TempDir private Path folder;

  @Test
  void eachPoolHasItsOwnFunctionsImageAndResources() {
    var all = Chart.render(ValueSets.named("pools-with-own-functions"));
    var words = container(all, "words");
    assertThat(words.path("image").asString()).startsWith("starmap-worker-python:");
    assertThat(words.at("/resources/limits/cpu").asString()).isEqualTo("8");
    assertThat(words.at("/resources/requests/cpu").asString()).isEqualTo("1");
    assertThat(container(all, "plugins").path("image").asString()).startsWith("starmap-worker:");
    assertThat(volume(all, "shared").at("/configMap/name").asString()).isEqualTo("my-functions");
    assertThat(volume(all, "plugins").at("/persistentVolumeClaim/claimName").asString())
        .isEqualTo("my-plugins");
    assertThat(deployment(all, "plugins").tree().at("/spec/replicas").asInt()).isEqualTo(5);
  }

  @Test
  void poolThatIsDisabledOrTakenOutMakesNothing() {
    for (var set : List.of("no-workers", "api-alone-with-workers-elsewhere")) {
      assertThat(Chart.render(ValueSets.named(set)))
          .extracting(Manifest::name)
          .noneMatch(name -> name.contains("-worker-"));
    }
  }

  @Test
  void programsAmongFunctionsAreExecutableAndOtherFilesAreNot() {
    var all = Chart.render(ValueSets.named("pools-with-own-functions"));
    assertThat(Manifest.stream(volume(all, "words").at("/configMap/items")))
        .extracting(one -> one.path("key").asString() + " " + one.path("mode").asInt())
        .containsExactlyInAnyOrder(
            "cube.py " + 0444, "shout.sh " + 0555, "reverse.yaml " + 0444, "program " + 0555);
  }

  @Test
  void anotherPropertyStartsThePodsAnewAndAnotherFunctionDoesNot() throws IOException {
    var first = checksum("pools: {default: {functions: {files: {a.py: 'def f(x): return x'}}}}");
    var otherFunction =
        checksum("pools: {default: {functions: {files: {a.py: 'def f(x): return 2 * x'}}}}");
    var otherProperty = checksum("pools: {default: {config: {heartbeat: 1s}}}");
    assertThat(otherFunction).isEqualTo(first).isNotEmpty();
    assertThat(otherProperty).isNotEqualTo(first);
  }

  @Test
  void poolThatIsScaledHasNoFixedNumberOfPods() {
    for (var set : List.of("pool-scaled-by-processor-time", "pool-scaled-by-external-metric")) {
      var all = Chart.render(ValueSets.named(set));
      assertThat(deployment(all, "default").tree().at("/spec/replicas").isMissingNode()).isTrue();
      assertThat(Manifest.find(all, "HorizontalPodAutoscaler demo-starmap-worker-default"))
          .isNotNull();
    }
  }

  @Test
  void kedaScalesToZeroByTheChunksThatWaitAndRun() {
    var all = Chart.render(ValueSets.named("pool-scaled-to-zero-by-keda"));
    var spec = Manifest.find(all, "ScaledObject demo-starmap-worker-burst").tree().path("spec");
    assertThat(spec.path("minReplicaCount").asInt(-1)).isZero();
    var trigger = spec.at("/triggers/0");
    assertThat(trigger.at("/metadata/query").asString())
        .isEqualTo(
            "max(starmap_queue_backlog{namespace=\"computing\"})"
                + " + (sum(starmap_worker_slots_busy{namespace=\"computing\",pool=\"burst\"})"
                + " or vector(0))");
    assertThat(trigger.at("/metadata/threshold").asString()).isEqualTo("16");
    assertThat(trigger.at("/authenticationRef/name").asString()).isEqualTo("my-prometheus");
    assertThat(deployment(all, "burst").tree().at("/spec/replicas").isMissingNode()).isTrue();
    assertThat(deployment(all, "default").tree().at("/spec/replicas").asInt()).isEqualTo(2);
  }

  @Test
  void withoutPrometheusKedaAsksTheApi() {
    var all = Chart.render(ValueSets.named("pool-scaled-by-keda-without-prometheus"));
    var triggers =
        Manifest.find(all, "ScaledObject demo-starmap-worker-default").tree().at("/spec/triggers");
    assertThat(Manifest.stream(triggers))
        .allMatch(
            one ->
                one.at("/metadata/url")
                    .asString()
                    .equals("http://demo-starmap-api.computing.svc:80/actuator/prometheus"))
        .extracting(one -> one.at("/metadata/valueLocation").asString())
        .containsExactly("starmap_queue_backlog", "starmap_job_active");
  }

  @Test
  void falseAndZeroOfAPoolGoBeforeWhatWorkersHave() throws IOException {
    var all =
        render(
            """
            worker: {python: true, slots: 4, drainSeconds: 9, spread: {enabled: true}}
            pools: {default: {python: false, slots: 0, drainSeconds: 0, spread: {enabled: false}}}
            """);
    assertThat(container(all, "default").path("image").asString()).startsWith("starmap-worker:");
    var spec = deployment(all, "default").pod().orElseThrow().spec();
    assertThat(spec.has("topologySpreadConstraints")).isFalse();
    var config = Manifest.find(all, "ConfigMap demo-starmap-worker-default").tree().path("data");
    assertThat(config.path("starmap-worker.yaml").asString())
        .contains("starmap.worker.slots: 0", "starmap.worker.grace: 0s");
  }

  private List<Manifest> render(String values) throws IOException {
    var file = Files.createTempFile(folder, "values", ".yaml");
    return Chart.render(Files.writeString(file, values));
  }

  private String checksum(String values) throws IOException {
    return deployment(render(values), "default").tree().at(CHECKSUM).asString();
  }

  private static Manifest deployment(List<Manifest> all, String pool) {
    return Manifest.find(all, "Deployment demo-starmap-worker-" + pool);
  }

  private static JsonNode container(List<Manifest> all, String pool) {
    return deployment(all, pool).pod().orElseThrow().container();
  }

  private static JsonNode volume(List<Manifest> all, String pool) {
    return Manifest.stream(deployment(all, pool).pod().orElseThrow().spec().path("volumes"))
        .filter(one -> one.path("name").asString().equals("functions"))
        .findFirst()
        .orElseThrow();
  }
}
