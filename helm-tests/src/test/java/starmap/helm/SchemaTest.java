package starmap.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Wrong values are refused with the place where they are wrong, and with what would be right. */
@NeedsHelm
class SchemaTest {
  @TempDir private Path folder;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          replicas: 3                                                  | at '': additional properties 'replicas' not allowed
          api: {replics: 3}                                            | at '/api': additional properties 'replics' not allowed
          api: {replicas: "3"}                                         | at '/api/replicas': got string, want integer
          api: {replicas: -1}                                          | at '/api/replicas': minimum: got -1, want 0
          api: {config: {maxBody: 64MB}}                               | at '/api/config': additional properties 'maxBody' not allowed
          api: {config: {max-body: 64}}                                | at '/api/config/max-body': got number, want string
          api: {drainSeconds: 30s}                                     | at '/api/drainSeconds': got string, want integer
          api: {secretEnv: {KEY: {secret: mine}}}                      | at '/api/secretEnv/KEY': missing property 'key'
          api: {env: {A-B: x}}                                         | at '/api/env': additional properties 'A-B' not allowed
          api: {service: {type: Loadbalancer}}                         | at '/api/service/type': value must be one of 'ClusterIP', 'NodePort', 'LoadBalancer'
          api: {spread: {whenUnsatisfiable: Never}}                    | at '/api/spread/whenUnsatisfiable': value must be one of
          api: {disruption: {maxUnavailable: half}}                    | at '/api/disruption/maxUnavailable': 'half' does not match pattern
          worker: {scaling: {kind: keda}}                              | at '/worker/scaling': additional properties 'kind' not allowed
          worker: {scaling: {type: Keda}}                              | at '/worker/scaling/type': value must be one of 'none', 'hpa', 'keda'
          worker: {config: {grace: 30s}}                               | at '/worker/config': additional properties 'grace' not allowed
          worker: {slots: 5000}                                        | at '/worker/slots': maximum: got 5,000, want 4,096
          pools: {gpu: {resources: {limit: {}}}}                       | at '/pools/gpu/resources': additional properties 'limit' not allowed
          pools: {gpu: {functions: {folder: /x}}}                      | at '/pools/gpu/functions': additional properties 'folder' not allowed
          pools: {Big Pool: {}}                                        | at '/pools': additional properties 'Big Pool' not allowed
          pools: [gpu]                                                 | at '/pools': got array, want object
          redis: {mode: sentinels}                                     | at '/redis/mode': value must be one of 'builtin', 'single', 'sentinel', 'cluster'
          redis: {port: "6379"}                                        | at '/redis/port': got string, want integer
          redis: {password: hunter2}                                   | at '/redis/password': got string, want object
          redis: {sentinel: {nodes: [redis-0]}}                        | at '/redis/sentinel/nodes/0': 'redis-0' does not match pattern
          redis: {tls: {ca: {name: mine}}}                             | at '/redis/tls/ca': additional properties 'name' not allowed
          redis: {builtin: {storage: {size: large}}}                   | at '/redis/builtin/storage/size': 'large' does not match pattern
          store: {lease: 15}                                           | at '/store/lease': got number, want string
          store: {durability: synced}                                  | at '/store/durability': value must be one of 'fast', 'replicated'
          ingress: {host: example.com}                                 | at '/ingress': additional properties 'host' not allowed
          httpRoute: {parents: gateway}                                | at '/httpRoute/parents': got string, want array
          networkPolicy: {egress: {restrict: true}}                    | at '/networkPolicy/egress': additional properties 'restrict' not allowed
          monitoring: {rules: {enabled: "yes"}}                        | at '/monitoring/rules/enabled': got string, want boolean
          image: {pullPolicy: Sometimes}                               | at '/image/pullPolicy': value must be one of 'IfNotPresent', 'Always', 'Never'
          test: {images: curl}                                         | at '/test': additional properties 'images' not allowed
          """)
  void wrongValueIsRefusedWithItsPath(String values, String message) throws IOException {
    assertRefused(values, message);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          redis: {mode: single}                                                      | redis.mode single needs redis.host, or redis.url.secret
          redis: {mode: sentinel}                                                    | redis.mode sentinel needs redis.sentinel.nodes
          redis: {mode: cluster}                                                     | redis.mode cluster needs redis.cluster.nodes
          redis: {mode: single, url: {secret: a}, password: {secret: b}}             | take out redis.password.secret
          pools: {a: {functions: {configMap: mine, claim: yours}}}                          | pools.a.functions has configMap and claim: choose one
          pools: {a: {scaling: {type: hpa, min: 0}}}                                 | pools.a.scaling.min is 0, which type hpa cannot do: take keda
          pools: {a: {scaling: {type: keda, min: 9, max: 8}}}                        | pools.a.scaling.min is above its max
          api: {scaling: {enabled: true, min: 9, max: 8}}                            | api.scaling.min is above its max
          ingress: {enabled: true}                                                   | ingress needs ingress.hosts
          httpRoute: {enabled: true}                                                 | httpRoute needs httpRoute.parents
          """)
  void valuesThatDoNotGoTogetherAreRefused(String values, String message) throws IOException {
    assertRefused(values, message);
  }

  @Test
  void nothingUnknownIsLetThroughAnywhere() {
    List<String> open = new ArrayList<>();
    collectOpen("", schema(), open);
    assertThat(open).isEmpty();
  }

  @Test
  void everyValueThatTheSchemaKnowsHasADefault() {
    JsonNode defaults =
        JsonMapper.shared().valueToTree(Yaml.read(Chart.FOLDER.resolve("values.yaml")));
    requireSameNames("", schema(), defaults);
  }

  private void assertRefused(String values, String message) throws IOException {
    var file = Files.writeString(folder.resolve("values.yaml"), values);
    assertThatThrownBy(() -> Chart.render(file)).hasMessageContaining(message);
  }

  private static JsonNode schema() {
    try {
      return JsonMapper.shared()
          .readTree(Files.readString(Chart.FOLDER.resolve("values.schema.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Parts that are Kubernetes' own are checked by Kubernetes; they say so. */
  private static void collectOpen(String path, JsonNode schema, List<String> open) {
    if (schema.path("type").asString("").equals("object")
        && !schema.has("additionalProperties")
        && !schema.path("$comment").asString("").matches("(Kubernetes|Helm): .+")) {
      open.add(path);
    }
    if (schema.path("additionalProperties").asBoolean(false)) {
      open.add(path);
    }
    schema
        .properties()
        .forEach(field -> collectOpen(path + "/" + field.getKey(), field.getValue(), open));
    if (schema.isArray()) {
      schema.forEach(one -> collectOpen(path + "/-", one, open));
    }
  }

  private static void requireSameNames(String path, JsonNode schema, JsonNode defaults) {
    var ref = schema.path("$ref").asString("").replace("#/$defs/", "");
    var meant = ref.isEmpty() ? schema : schema().path("$defs").path(ref);
    var known = new TreeSet<>(meant.path("properties").propertyNames());
    known.remove("global");
    if (known.isEmpty() || path.endsWith("/config") || path.equals("/store")) {
      return;
    }
    if (!path.endsWith("/resources")) {
      assertThat(new TreeSet<>(defaults.propertyNames())).as(path).isEqualTo(known);
    }
    for (Map.Entry<String, JsonNode> field : meant.path("properties").properties()) {
      if (defaults.path(field.getKey()).isObject()) {
        requireSameNames(
            path + "/" + field.getKey(), field.getValue(), defaults.path(field.getKey()));
      }
    }
  }
}
