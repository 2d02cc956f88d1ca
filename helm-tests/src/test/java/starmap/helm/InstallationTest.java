package starmap.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@NeedsHelm
class InstallationTest {

  @Test
  void notesTellTheNextThreeCommands() {
    assertThat(Chart.notes())
        .contains(
            "helm test demo --namespace computing",
            "kubectl --namespace computing port-forward service/demo-starmap-api 8080:80",
            "curl localhost:8080/v1/map/square --json '[1,2,3]'",
            "small one for trials");
    assertThat(Chart.notes(ValueSets.named("redis-cluster"))).doesNotContain("for trials");
    assertThat(Chart.notes(ValueSets.named("no-workers"))).contains("nothing is computed");
  }

  @Test
  void helmTestAsksTheServiceOfTheRelease() {
    var all = Chart.render(ValueSets.named("load-balancer"));
    var pod = Manifest.find(all, "Pod demo-starmap-test").pod().orElseThrow();
    assertThat(pod.variable("API").path("value").asString())
        .isEqualTo("http://demo-starmap-api:8080");
    assertThat(pod.container().path("image").asString()).isEqualTo("registry.example.com/curl:8");
    assertThat(pod.metadata().at("/annotations/starmap~1hook").asString()).isEqualTo("test");
  }

  @Test
  void imagesComeFromTheRegistryThatIsNamed() {
    var all = Chart.render(ValueSets.named("pool-of-own-image"));
    assertThat(images(all))
        .contains(
            "registry.example.com/team/starmap-api:1.2.3",
            "registry.example.com/team/starmap-worker:1.2.3",
            "registry.example.com/team/vision-worker:7");
  }

  @Test
  void builtinRedisKeepsItsDataAndNeverEvicts() {
    var all = Chart.render(ValueSets.named("builtin-redis-with-password"));
    var redis = Manifest.find(all, "StatefulSet demo-starmap-redis");
    assertThat(texts(redis.pod().orElseThrow().container().path("args")))
        .containsSequence("--appendonly", "yes")
        .containsSequence("--maxmemory-policy", "noeviction")
        .containsSequence("--requirepass", "$(REDIS_PASSWORD)");
    assertThat(redis.tree().at("/spec/volumeClaimTemplates/0/metadata/name").asString())
        .isEqualTo("data");
    var service = Service.all(all).getFirst();
    assertThat(service.environment()).containsEntry("SPRING_DATA_REDIS_PASSWORD", "my-redis/word");
    assertThat(service.file()).contains("spring.data.redis.host: demo-starmap-redis");
  }

  @Test
  void onlyThisReleaseReachesTheBuiltinRedis() {
    var policy =
        Manifest.find(Chart.render(), "NetworkPolicy demo-starmap-redis").tree().path("spec");
    assertThat(policy.at("/ingress/0/from/0/podSelector/matchLabels").properties())
        .extracting(one -> one.getValue().asString())
        .containsExactlyInAnyOrder("starmap", "demo");
    assertThat(policy.at("/ingress/0/ports/0/port").asInt()).isEqualTo(6379);
  }

  @Test
  void whoMayCallTheApiIsSaidByPeersAndHelmTestIsAlwaysAmongThem() {
    var all = Chart.render(ValueSets.named("network-restricted"));
    var spec = Manifest.find(all, "NetworkPolicy demo-starmap-api").tree().path("spec");
    assertThat(texts(spec.path("policyTypes"))).containsExactly("Ingress", "Egress");
    var from = spec.at("/ingress/0/from");
    assertThat(from).hasSize(3);
    assertThat(from.at("/2/podSelector/matchLabels/app.kubernetes.io~1component").asString())
        .isEqualTo("test");
    assertThat(Manifest.stream(spec.at("/egress/1/ports")).map(one -> one.path("port").asInt()))
        .containsExactly(6379, 7000);
    assertThat(spec.at("/egress/2/ports/0/port").asInt()).isEqualTo(443);
  }

  private static List<String> images(List<Manifest> all) {
    return all.stream()
        .flatMap(one -> one.pod().stream())
        .flatMap(Manifest.Pod::containers)
        .map(one -> one.path("image").asString())
        .toList();
  }

  private static List<String> texts(JsonNode array) {
    return Manifest.stream(array).map(JsonNode::asString).toList();
  }
}
