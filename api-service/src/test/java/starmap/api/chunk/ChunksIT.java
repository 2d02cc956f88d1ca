package starmap.api.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import starmap.api.testing.Http;
import starmap.api.testing.LocalApi;
import starmap.api.testing.LocalApiExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The ledger over HTTP. */
@ExtendWith(LocalApiExtension.class)
class ChunksIT {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String MANY =
      "{\"function\":\"square\",\"chunkSize\":2,\"input\":{\"range\":{\"stop\":5000}}}";

  private final Http http;

  ChunksIT(LocalApi api) {
    http = api.http();
  }

  @Test
  void everyChunkIsListedWithItsWorker() {
    var job = http.submit(MANY).await("SUCCEEDED");
    var worker = http.get("/v1/workers").json().at("/workers/0/id").asString();
    var rows =
        http.get(job.path() + "/chunks").expect(200).lines().stream()
            .map(MAPPER::readTree)
            .toList();
    assertThat(rows).hasSize(2500);
    assertThat(rows.stream().mapToInt(row -> row.get("start").asInt()).sorted().toArray())
        .isEqualTo(IntStream.range(0, 2500).map(i -> 2 * i).toArray());
    assertThat(rows)
        .allMatch(row -> row.get("worker").asString().equals(worker))
        .allMatch(row -> row.get("state").asString().equals("recorded"))
        .allMatch(row -> row.get("length").asInt() == 2 && row.get("failed").asInt() == 0)
        .allMatch(row -> row.get("seconds").asDouble() >= 0 && row.get("started").isString());
  }

  @Test
  void aTableHasAHeaderAndAsManyColumns() {
    var job = http.submit(MANY).await("SUCCEEDED");
    var answer =
        http.call("GET", job.path() + "/chunks").accept("text/tab-separated-values").send();
    var lines = answer.expect(200).lines();
    assertThat(answer.header("Content-Type")).startsWith("text/tab-separated-values");
    assertThat(lines).hasSize(2501);
    assertThat(lines.getFirst())
        .isEqualTo("start\tlength\tstate\tworker\tattempts\tfailed\tstarted\tseconds");
    assertThat(lines.subList(1, 2501))
        .allMatch(
            line -> line.matches("\\d+\t2\trecorded\tw[^\t]+\t1\t0\t\\d+\\.\\d{3}\t\\d+\\.\\d{6}"));
  }

  @Test
  void outstandingChunksComeLast() {
    var job =
        http.submit(
            "{\"function\":\"test.stuck\",\"chunkSize\":1,\"input\":{\"items\":[0,1,2,3]}}");
    Awaitility.await().until(() -> job.view().at("/counts/running").asInt() == 2);
    var answer = http.call("GET", job.path() + "/chunks").accept("application/json").send();
    assertThat(answer.expect(200).json())
        .extracting(row -> row.get("state").asString())
        .startsWith("recorded")
        .containsExactlyInAnyOrder("recorded", "leased", "leased", "ready");
    JsonNode ready =
        answer.json().valueStream().filter(row -> row.get("worker").isNull()).findFirst().get();
    assertThat(ready.get("state").asString()).isEqualTo("ready");
    assertThat(ready.get("seconds").isNull()).isTrue();
  }

  @Test
  void aJobWithoutChunksHasAnEmptyLedger() {
    var job = http.submit("{\"function\":\"square\",\"input\":{\"items\":[]}}");
    assertThat(http.get(job.path() + "/chunks").expect(200).text()).isEmpty();
    var array = http.call("GET", job.path() + "/chunks").accept("application/json").send();
    assertThat(array.expect(200).text()).isEqualTo("[]");
    http.get("/v1/jobs/aaaaaaaaaaaaaaaaaaaaaaaaaa/chunks").expectProblem(404, "job-not-found");
  }
}
