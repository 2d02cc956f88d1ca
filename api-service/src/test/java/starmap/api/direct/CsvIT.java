package starmap.api.direct;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import starmap.api.testing.Answer;
import starmap.api.testing.Duplex;
import starmap.api.testing.Http;
import starmap.api.testing.JobClient;
import starmap.api.testing.LocalApi;
import starmap.api.testing.LocalApiExtension;

/** CSV in and out. */
@ExtendWith(LocalApiExtension.class)
class CsvIT {
  private final LocalApi api;
  private final Http http;

  CsvIT(LocalApi api) {
    this.api = api;
    this.http = api.http();
  }

  @Test
  void mapTakesOneColumnAndAnswersWithOne() {
    var answer = post("/v1/map/square", "text/csv", "3\r\n-4\n5").expect(200);
    assertThat(answer.header("Content-Type")).isEqualTo("text/csv");
    assertThat(answer.text()).isEqualTo("9\r\n16\r\n25\r\n");
  }

  @Test
  void starmapTakesColumnsByPositionAndByName() {
    assertThat(post("/v1/starmap/power", "text/csv", "2,10\n3,4\n").text())
        .isEqualTo("1024\r\n81\r\n");
    var named = "exponent,base\n10,2\n4,3\n";
    assertThat(post("/v1/starmap/power", "text/csv; header=present", named).text())
        .isEqualTo("1024\r\n81\r\n");
  }

  @Test
  void fieldsBecomeJson() {
    var csv =
        "1.50\n-0\n1e400\ntrue\nnull\n\"\"\n007\n\"a \"\"b\"\", c\"\n\" \"\nü 😀\n12345678901234567890\n";
    assertThat(json("/v1/map/identity", csv))
        .isEqualTo(
            "[1.50,-0,1e400,true,null,\"\",\"007\",\"a \\\"b\\\", c\",\" \",\"ü 😀\",12345678901234567890]");
    assertThat(json("/v1/map/identity", "")).isEqualTo("[]");
  }

  @Test
  void valuesBecomeFields() {
    var items = "[1.50,true,null,\"\",\"a\",\"a,\\\"b\\\"\\n\",[1,\"x,y\",null,[2]],{\"k\": [1]}]";
    var call = http.call("POST", "/v1/map/identity").json(items).accept("text/csv");
    assertThat(call.send().expect(200).text())
        .isEqualTo(
            "1.50\r\ntrue\r\n\r\n\"\"\r\na\r\n\"a,\"\"b\"\"\n\"\r\n1,\"x,y\",,[2]\r\n\"{\"\"k\"\": [1]}\"\r\n");
  }

  @Test
  void failedItemsAreLinesOfTheirOwn() {
    var answer = post("/v1/map/fail?onError=collect", "text/csv", "1\nb,\"oom\"\n");
    answer.expectProblem(400, "malformed-csv");
    var collected = post("/v1/map/fail?onError=collect", "text/csv", "1\n\"b,c\"\n3\n").expect(200);
    assertThat(collected.text())
        .isEqualTo("1\r\n#error,1,IllegalArgumentException,\"b,c\"\r\n3\r\n");
  }

  @Test
  void resultsAreReadAsCsv() {
    var job = http.submit("{\"function\":\"square\",\"input\":{\"range\":{\"stop\":3}}}");
    job.await("SUCCEEDED");
    var rows = http.call("GET", job.path() + "/results").accept("text/csv").send().expect(200);
    assertThat(rows.text()).isEqualTo("0,0\r\n1,1\r\n2,4\r\n");
    var bare = http.call("GET", job.path() + "/results?values=true").accept("text/csv").send();
    assertThat(bare.text()).isEqualTo("0\r\n1\r\n4\r\n");
  }

  @Test
  void aJobIsUploadedAsCsv() {
    var csv = IntStream.range(0, 50_000).mapToObj(i -> i + ",2\n").collect(Collectors.joining());
    var call = http.call("PUT", "/v1/jobs/csv?function=power&mode=starmap");
    call.header("Content-Type", "text/csv").body(csv.getBytes(UTF_8)).send().expect(202);
    assertThat(new JobClient(http, "csv").values())
        .isEqualTo(IntStream.range(0, 50_000).mapToObj(i -> "" + (long) i * i).toList());
  }

  @Test
  void linesAreAnsweredWhileTheyArrive() throws IOException {
    try (var call = new Duplex(api.raw(), "PUT /v1/starmap/power", "Content-Type: text/csv\r\n")) {
      for (int i = 1; i <= 3; i++) {
        call.send(i + ",2\n");
        assertThat(call.line()).isEqualTo(i * i + "\r");
      }
      call.end();
      assertThat(call.line()).isEmpty();
      assertThat(call.trailers()).contains("X-Job-State: SUCCEEDED", "X-Item-Count: 3");
    }
  }

  @Test
  void whatIsMalformedIsNamed() {
    var two = post("/v1/map/square", "text/csv", "1\n2,3\n").expectProblem(400, "malformed-csv");
    assertThat(two.get("itemIndex").asInt()).isEqualTo(1);
    var header = post("/v1/starmap/power", "text/csv; header=present", "base,exponent\n1\n");
    header.expectProblem(400, "malformed-csv");
    var bytes = http.call("POST", "/v1/map/identity").header("Content-Type", "text/csv");
    bytes.body(new byte[] {'a', (byte) 0xff, '\n'}).send().expectProblem(400, "malformed-csv");
  }

  private Answer post(String path, String type, String csv) {
    return http.call("POST", path).header("Content-Type", type).body(csv.getBytes(UTF_8)).send();
  }

  private String json(String path, String csv) {
    var call = http.call("POST", path).header("Content-Type", "text/csv");
    return call.accept("application/json").body(csv.getBytes(UTF_8)).send().text();
  }
}
