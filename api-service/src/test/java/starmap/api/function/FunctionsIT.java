package starmap.api.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import starmap.api.testing.Http;
import starmap.api.testing.LocalApi;
import starmap.api.testing.LocalApiExtension;

@ExtendWith(LocalApiExtension.class)
class FunctionsIT {
  private final Http http;

  FunctionsIT(LocalApi api) {
    http = api.http();
  }

  @Test
  void aFunctionSaysWhatItTakes() {
    var power = http.get("/v1/functions/power").expect(200).json();
    assertThat(power.get("kind").asString()).isEqualTo("built-in");
    assertThat(power.at("/schema/prefixItems/1/type").asString()).isEqualTo("integer");
    assertThat(power.at("/schema/prefixItems/1/maximum").asLong()).isEqualTo(Integer.MAX_VALUE);
    assertThat(power.at("/versions/0/version").asString()).isEqualTo("1");
    assertThat(power.at("/versions/0/current").asBoolean()).isTrue();
    assertThat(power.at("/versions/0/workers").asInt()).isEqualTo(1);
    assertThat(http.get("/v1/functions/power@1").expect(200).json().get("name"))
        .isEqualTo(power.get("name"));
    http.get("/v1/functions/power@7").expectProblem(404, "not-found");
  }

  @Test
  void everyExampleLineWorks() {
    for (var function : http.get("/v1/functions").expect(200).json().get("functions")) {
      var curl = function.get("curl").asString();
      assertThat(curl).startsWith("curl http://127.0.0.1:" + http.port() + "/v1/");
      var path = curl.replaceFirst("curl http://[^/]*", "").replaceFirst(" .*", "");
      var body = curl.replaceFirst("[^']*'", "").replaceFirst("'$", "");
      http.post(path, body).expect(200);
    }
  }

  @Test
  void jobsTellHowLongItemsTakeAndHowManyFail() {
    http.post("/v1/map/fail?onError=collect", "[1,\"a\",2,\"b\"]").expect(200);
    Awaitility.await()
        .untilAsserted(
            () -> {
              var fail = http.get("/v1/functions/fail").json();
              assertThat(fail.get("errorRate").asDouble()).isPositive().isLessThanOrEqualTo(1);
              assertThat(fail.get("itemSeconds").asDouble()).isPositive();
            });
  }

  @Test
  void nothingIsBrokenHere() {
    var all = http.get("/v1/functions").expect(200).json();
    assertThat(all.get("broken").isEmpty()).isTrue();
    assertThat(all.get("functions").valueStream().map(one -> one.get("name").asString()).toList())
        .isSorted()
        .containsAll(List.of("cube", "power", "square"));
  }
}
