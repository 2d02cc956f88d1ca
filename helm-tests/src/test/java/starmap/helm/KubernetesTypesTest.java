package starmap.helm;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** What checks the manifests notices mistakes in them. */
@NeedsHelm
class KubernetesTypesTest {
  private static final String POD = "/spec/template/spec";

  @ParameterizedTest(name = "{1} of {0}")
  @CsvSource({
    "Deployment demo-starmap-api, /spec, replica",
    "Deployment demo-starmap-api, /spec/template/spec, terminationGracePeriod",
    "Deployment demo-starmap-api, /spec/template/spec/containers/0, imagePolicy",
    "Deployment demo-starmap-api, /spec/template/spec/containers/0/securityContext, readOnlyRoot",
    "Deployment demo-starmap-api, /spec/template/spec/containers/0/livenessProbe/httpGet, uri",
    "NetworkPolicy demo-starmap-api, /spec/ingress/0, peers",
    "ServiceMonitor demo-starmap-api, /spec/endpoints/0, scrapeInterval",
    "PodMonitor demo-starmap-worker, /spec, podEndpoints"
  })
  void unknownFieldIsNoticed(String id, String path, String field) {
    var manifest = copy(id, ValueSets.named("monitored"));
    ((ObjectNode) manifest.tree().at(path)).put(field, "x");
    assertNoticed(manifest);
  }

  @Test
  void unknownFieldOfWhatIsInstalledIsNoticed() {
    var route = copy("HTTPRoute demo-starmap-api", ValueSets.named("gateway"));
    ((ObjectNode) route.tree().at("/spec/rules/0/backendRefs/0")).put("service", "x");
    assertNoticed(route);
    var scaled =
        copy(
            "ScaledObject demo-starmap-worker-burst",
            ValueSets.named("pool-scaled-to-zero-by-keda"));
    ((ObjectNode) scaled.tree().at("/spec/triggers/0/metadata")).put("target", "8");
    assertNoticed(scaled);
  }

  @Test
  void unknownFieldOfARuleIsNoticed() throws IOException {
    var rule =
        """
        apiVersion: monitoring.coreos.com/v1
        kind: PrometheusRule
        metadata: {name: rules}
        spec: {groups: [{name: a, rules: [{alert: Away, expr: up == 0, for: 1m}]}]}
        """;
    KubernetesTypes.check(new Manifest(Yaml.one(rule)));
    assertNoticed(new Manifest(Yaml.one(rule.replace("expr:", "expression:"))));
  }

  @Test
  void valueOfTheWrongKindIsNoticed() {
    var number = copy("Deployment demo-starmap-api");
    ((ObjectNode) number.tree().at(POD + "/containers/0/env/0")).put("value", 1);
    assertNoticed(number);
    var text = copy("Deployment demo-starmap-api");
    ((ObjectNode) text.tree().at("/spec")).put("replicas", "two");
    assertNoticed(text);
    var amount = copy("Deployment demo-starmap-api");
    ((ObjectNode) amount.tree().at(POD + "/containers/0/resources/limits")).put("memory", "1 GB");
    assertNoticed(amount);
  }

  private static void assertNoticed(Manifest manifest) {
    assertThatThrownBy(() -> KubernetesTypes.check(manifest)).isNotNull();
  }

  /** Others look at the same objects. */
  private static Manifest copy(String id, Path... values) {
    return new Manifest(Manifest.find(Chart.render(values), id).tree().deepCopy());
  }
}
