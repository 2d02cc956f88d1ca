package starmap.api.direct;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import starmap.api.testing.Http;
import starmap.api.testing.LocalApi;
import starmap.api.testing.LocalApiExtension;

@ExtendWith(LocalApiExtension.class)
class FailingCallsIT {
  private static final String TRAILERS = "TE: trailers\r\n";

  private final LocalApi api;
  private final Http http;

  FailingCallsIT(LocalApi api) {
    this.api = api;
    this.http = api.http();
  }

  @Test
  void aFailedItemIsAProblemWhileNothingWasSent() {
    var problem =
        http.post("/v1/map/fail?chunksize=9", "[1,2,\"boom\",4]").expectProblem(422, "item-failed");
    assertThat(problem.get("index").asInt()).isEqualTo(2);
    assertThat(problem.at("/error/type").asString()).isEqualTo("IllegalArgumentException");
    assertThat(problem.at("/error/message").asString()).isEqualTo("boom");
    assertThat(problem.at("/error/attempts").asInt()).isEqualTo(1);
  }

  @Test
  void aFailedApplyIsAProblem() {
    var problem = http.post("/v1/apply/fail", "\"boom\"").expectProblem(422, "item-failed");
    assertThat(problem.get("index").asInt()).isZero();
  }

  @Test
  void aFailureBehindWhatWasSentCutsTheArrayAndTellsInATrailer() {
    var answer = api.raw().post("/v1/map/sleep?chunksize=1", TRAILERS, "[0,1,1,-1]");
    assertThat(answer).startsWith("HTTP/1.1 200").contains("Trailer: X-Job-State, X-Item-Count");
    assertThat(answer).contains("\r\n[0").doesNotContain("]");
    assertThat(answer).contains("X-Job-State: FAILED\r\n", "X-Item-Count: ");
  }

  @Test
  void withoutTrailersAFailureBehindWhatWasSentBreaksTheConnection() {
    var answer = api.raw().post("/v1/map/sleep?chunksize=1", "", "[0,1,1,-1]");
    assertThat(answer).startsWith("HTTP/1.1 200").contains("\r\n[0").doesNotContain("]");
    assertThat(answer).as("no final chunk").doesNotEndWith("0\r\n\r\n");
    var late = api.raw().post("/v1/map/sleep?timeout=1&onError=collect", "", "[0,30]");
    assertThat(late).contains("{\"values\":[0").doesNotEndWith("0\r\n\r\n");
  }

  @Test
  void aFailureBehindWhatWasSentEndsLinesWithTheError() {
    var call = http.call("POST", "/v1/map/sleep?chunksize=1").ndjson("0\n1\n1\n-1");
    var lines = call.send().expect(200).lines();
    assertThat(lines).startsWith("0");
    assertThat(lines.getLast())
        .startsWith(
            "{\"index\":3,\"error\":{\"type\":\"InvalidArgument\",\"message\":\"seconds must");
  }

  @Test
  void aWholeStreamSaysSoInItsTrailer() {
    var answer = api.raw().post("/v1/map/square?chunksize=1000", TRAILERS, manyIntegers());
    assertThat(answer).contains("X-Job-State: SUCCEEDED\r\n", "X-Item-Count: 100000\r\n");
  }

  @Test
  void aClientThatDoesNotSayItTakesTrailersGetsNone() {
    var answer = api.raw().post("/v1/map/square?chunksize=1000", "", manyIntegers());
    assertThat(answer).endsWith("]\r\n0\r\n\r\n").doesNotContain("Trailer", "X-Job-State");
  }

  @Test
  void collectedErrorsFollowTheValuesOfAnArray() {
    var answer = http.post("/v1/map/fail?onError=collect", "[1,\"a\",3,\"b\"]").expect(200);
    assertThat(answer.text()).startsWith("{\"values\":[1,null,3,null],\"failed\":2,\"errors\":[");
    var errors = answer.json().get("errors");
    assertThat(List.of(errors.at("/0/index").asInt(), errors.at("/1/index").asInt()))
        .containsExactly(1, 3);
    assertThat(errors.at("/1/message").asString()).isEqualTo("b");
  }

  @Test
  void collectedErrorsAreLinesAmongLines() {
    var answer =
        http.call("POST", "/v1/map/fail?onError=collect").ndjson("1\n\"a\"\n3").send().expect(200);
    assertThat(answer.lines()).hasSize(3).startsWith("1").endsWith("3");
    assertThat(answer.lines().get(1))
        .isEqualTo(
            "{\"index\":1,\"error\":{\"type\":\"IllegalArgumentException\",\"message\":\"a\",\"attempts\":1}}");
  }

  @Test
  void completionOrderGivesIndexesWithTheValues() {
    var answer =
        http.call("POST", "/v1/map/sleep?order=completion&chunksize=1")
            .ndjson("1.5\n0\n0.01\n")
            .send()
            .expect(200);
    assertThat(answer.lines())
        .containsExactlyInAnyOrder(
            "{\"index\":0,\"value\":1.5}",
            "{\"index\":1,\"value\":0}",
            "{\"index\":2,\"value\":0.01}")
        .endsWith("{\"index\":0,\"value\":1.5}");
  }

  @Test
  void whatIsNotReadyInTimeIsAProblem() {
    http.post("/v1/map/sleep?timeout=0.2", "[60]").expectProblem(504, "timed-out");
  }

  @Test
  void theJobIsVisibleWhileItsCallRunsAndGoneAfterItsClientLeft() throws IOException {
    var request = "POST /v1/map/sleep HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n[600]";
    var socket = api.raw().open(request);
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> http.get("/v1/jobs?state=running").json().get("jobs").size() == 1);
    socket.close();
    Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> api.jobKeys().isEmpty());
  }

  @Test
  void aPackedBodyIsRead() throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write("[1,2,3]".getBytes(US_ASCII));
    }
    var call = http.call("POST", "/v1/map/square").header("Content-Encoding", "gzip");
    var answer = call.header("Content-Type", "application/json").body(packed.toByteArray()).send();
    assertThat(answer.expect(200).text()).isEqualTo("[1,4,9]");
  }

  private static String manyIntegers() {
    return IntStream.range(0, 100_000)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(",", "[", "]"));
  }
}
