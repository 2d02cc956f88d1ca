package starmap.api.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static starmap.api.submit.BadRequests.JOBS;
import static starmap.api.submit.BadRequests.MAP;
import static starmap.api.submit.BadRequests.SECRET;
import static starmap.api.submit.BadRequests.job;

import java.util.SortedSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import starmap.api.testing.Answer;
import starmap.api.testing.Http;
import starmap.api.testing.JobClient;
import starmap.api.testing.LocalApi;
import starmap.api.testing.LocalApiExtension;

/** Whatever a client sends wrong is a documented problem, and leaves no trace. */
@ExtendWith(LocalApiExtension.class)
class BadRequestsIT {
  private static final int MOST_PROBLEM_BYTES = 1_500;

  private final LocalApi api;
  private final Http http;
  private SortedSet<String> before;

  BadRequestsIT(LocalApi api) {
    this.api = api;
    this.http = api.http();
  }

  @BeforeEach
  void remember() {
    before = api.traces();
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(api.traces()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("starmap.api.submit.BadRequests#all")
  void isRefusedAndLeavesNothing(BadRequests.Bad bad) {
    var answer = bad.call().apply(http.call(bad.method(), bad.path())).send();
    answer.expectProblem(bad.status(), bad.slug());
    assertThatItIsDiscreet(answer);
  }

  @Test
  void malformedItemsAreLocated() {
    var problem = http.post(MAP, "[1,\n 2,\n  oops]").expectProblem(400, "malformed-json");
    assertThat(problem.get("line").asInt()).isEqualTo(3);
    assertThat(problem.get("column").asInt()).isBetween(3, 8);
    assertThat(problem.get("offset").asInt()).isBetween(10, 15);
    assertThat(problem.get("itemIndex").asInt()).isEqualTo(2);
  }

  @Test
  void aNameGivenTwiceIsNotLocatedAtAWrongPlace() {
    var problem = http.post(JOBS, job("\"store\":true,\"store\":true"));
    assertThat(problem.expectProblem(400, "malformed-json").get("detail").asString())
        .contains("store");
    assertThat(problem.json().has("offset")).isFalse();
  }

  @Test
  void anItemListOfAnotherKindIsToldWhatIsWanted() {
    var body = "{\"function\":\"square\",\"input\":{\"items\":{\"a\":1}}}";
    var problem = http.post(JOBS, body).expectProblem(422, "invalid-request");
    assertThat(problem.at("/errors/0/pointer").asString()).isEqualTo("/input/items");
    assertThat(problem.toString()).contains("must be an array");
  }

  @Test
  void misspeltNamesGetTheNearestOne() {
    assertThat(http.post("/v1/map/sqare", "[1]").json().get("nearest").asString())
        .isEqualTo("square");
    var option = http.post(JOBS, job("\"chunksize\":7")).json();
    assertThat(option.get("nearest").asString()).isEqualTo("chunkSize");
    assertThat(option.at("/errors/0/pointer").asString()).isEqualTo("/chunksize");
  }

  @Test
  void aKeyUsedForAnotherBodyIsAConflict() {
    var first = http.call("POST", JOBS).header("Idempotency-Key", "k1").json(job("")).send();
    new JobClient(http, first.expect(202).json().get("id").asString()).await("SUCCEEDED");
    before = api.traces();
    var second =
        http.call("POST", JOBS).header("Idempotency-Key", "k1").json(job("\"store\":false"));
    second.send().expectProblem(422, "idempotency-conflict");
  }

  @Test
  void whatTheConnectorRefusesIsAProblemToo() {
    for (var path : new String[] {"/v1/jobs?label=%zz", "/v1/%zz", "/v1/jobs/..%2f", "/v1/a|b"}) {
      var answer =
          api.raw().exchange("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      assertThat(answer).as(path).startsWith("HTTP/1.1 4").contains("urn:starmap:problem:");
    }
  }

  @Test
  void aHugeHeaderIsRefused() {
    var answer = api.raw().post(MAP, "X-Big: " + "x".repeat(20_000) + "\r\n", "[1]");
    assertThat(answer).startsWith("HTTP/1.1 4").doesNotContain("Exception", "xxxxx");
  }

  @Test
  void aBodyThatBreaksOffIsNoJob() {
    var answer =
        api.raw()
            .halfClosed(
                "POST /v1/map/square HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 100\r\n\r\n[1,2,3");
    assertThat(answer).doesNotContain("HTTP/1.1 5", "[1,4");
  }

  private static void assertThatItIsDiscreet(Answer answer) {
    assertThat(answer.header("X-Request-Id")).isNotBlank();
    assertThat(answer.body().length).as(answer.text()).isLessThan(MOST_PROBLEM_BYTES);
    assertThat(answer.text()).doesNotContain(SECRET, "Exception", "tools.jackson", "\\tat ");
  }
}
