package starmap.api.operations;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import starmap.api.testing.Http;
import starmap.api.testing.LocalApi;
import starmap.api.testing.LocalApiExtension;

@ExtendWith(LocalApiExtension.class)
class OperationsIT {
  private final Http http;

  OperationsIT(LocalApi api) {
    http = api.http();
  }

  @Test
  void everyFunctionsExampleRuns() {
    var functions = http.get("/v1/functions").expect(200).json().get("functions");
    assertThat(functions.size()).isGreaterThan(8);
    for (var function : functions) {
      assertThat(function.get("workers").asInt()).isEqualTo(1);
      var mode = function.get("parameters").size() > 1 ? "starmap" : "map";
      var path = "/v1/%s/%s".formatted(mode, function.get("name").asString());
      http.post(path, "[" + function.get("example").asString() + "]").expect(200);
    }
  }

  @Test
  void oneFunctionIsFoundByItsNameAndByItsPinnedName() {
    var plain = http.get("/v1/functions/power").expect(200).json();
    assertThat(plain.at("/parameters/0/name").asString()).isEqualTo("base");
    assertThat(plain.get("curl").asString()).contains("/v1/starmap/power");
    assertThat(http.get("/v1/functions/power@1").expect(200).json()).isEqualTo(plain);
  }

  @Test
  void theWorkerSaysWhoItIs() {
    var worker = http.get("/v1/workers").expect(200).json().at("/workers/0");
    assertThat(worker.get("pid").asLong()).isEqualTo(ProcessHandle.current().pid());
    assertThat(worker.get("slots").asInt()).isEqualTo(2);
    assertThat(worker.get("alive").asBoolean()).isTrue();
    assertThat(worker.get("draining").asBoolean()).isFalse();
    assertThat(worker.get("host").asString()).isNotBlank();
  }

  @Test
  void limitsAreTold() {
    var limits = http.get("/v1/limits").expect(200).json();
    assertThat(limits.get("maxItemBytes").asInt()).isEqualTo(1 << 20);
    assertThat(limits.get("maxJsonDepth").asInt()).isEqualTo(64);
    assertThat(limits.get("lease").asString()).isEqualTo("PT6S");
    assertThat(limits.get("defaultTtl").asString()).isEqualTo("PT24H");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/liveness", "/readiness"})
  void theServiceIsHealthy(String probe) {
    assertThat(http.get("/actuator/health" + probe).expect(200).json().get("status").asString())
        .isEqualTo("UP");
  }

  @Test
  void measurementsAreForPrometheus() {
    http.post("/v1/map/square", "[1]").expect(200);
    assertThat(http.get("/actuator/prometheus").expect(200).text())
        .contains("http_server_requests_seconds_count", "uri=\"/v1/map/{function}\"");
  }

  @Test
  void aPlainRequestIdIsKeptAndAnyOtherReplaced() {
    assertThat(withId("my-id.7").header("X-Request-Id")).isEqualTo("my-id.7");
    assertThat(withId("a b<script>").header("X-Request-Id")).matches("[0-9a-f-]{36}");
    var problem = http.call("GET", "/v1/jobs/x").header("X-Request-Id", "my-id").send();
    assertThat(problem.json().get("requestId").asString()).isEqualTo("my-id");
  }

  private starmap.api.testing.Answer withId(String id) {
    return http.call("GET", "/v1/limits").header("X-Request-Id", id).send();
  }
}
