package starmap.api.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import starmap.api.testing.Answer;
import starmap.api.testing.Http;
import starmap.api.testing.JobClient;
import starmap.api.testing.LocalApi;
import starmap.api.testing.LocalApiExtension;

@ExtendWith(LocalApiExtension.class)
class SubmitIT {
  private final Http http;

  SubmitIT(LocalApi api) {
    http = api.http();
  }

  @Test
  void itemsAreAcceptedWithTheJobsAddress() {
    var answer = http.post("/v1/jobs", squares("[1,2,3]", "")).expect(202);
    var job = answer.json();
    assertThat(answer.header("Location")).isEqualTo("/v1/jobs/" + job.get("id").asString());
    assertThat(answer.header("Retry-After")).isEqualTo("1");
    assertThat(job.get("function").asString()).isEqualTo("square@1");
    assertThat(job.at("/links/results").asString())
        .isEqualTo(answer.header("Location") + "/results");
    assertThat(new JobClient(http, job.get("id").asString()).values())
        .containsExactly("1", "4", "9");
  }

  @Test
  void optionsMayStandBehindTheItems() {
    var job =
        http.submit(
            "{\"input\":{\"items\":[[2,10],[3,4]]},\"labels\":{\"team\":\"a\"},\"chunkSize\":1,\"mode\":\"starmap\",\"function\":\"power\"}");
    assertThat(job.values()).containsExactly("1024", "81");
    assertThat(job.view().at("/labels/team").asString()).isEqualTo("a");
    assertThat(job.view().at("/chunks/recorded").asInt()).isEqualTo(2);
  }

  @Test
  void aRangeGoesDownToo() {
    var job = http.submit(range("\"start\":10,\"stop\":0,\"step\":-3"));
    assertThat(job.values()).containsExactly("100", "49", "16", "1");
  }

  @Test
  void emptyInputsSucceedAtOnce() {
    for (var input :
        new String[] {"\"items\":[]", "\"range\":{\"stop\":0}", "\"range\":{\"stop\":-5}"}) {
      var job = http.submit("{\"function\":\"square\",\"input\":{" + input + "}}");
      assertThat(job.values()).as(input).isEmpty();
      assertThat(job.view().at("/progress/percent").asDouble()).isEqualTo(100);
    }
  }

  @Test
  void aMillionIntegersOfARangeComeBackRightAndInOrder() {
    var job = http.submit(range("\"stop\":1000000")).await("SUCCEEDED");
    var expected =
        LongStream.range(0, 1_000_000).mapToObj(i -> i * i + "\n").collect(Collectors.joining());
    assertThat(job.results("values=true").text().equals(expected)).isTrue();
  }

  @Test
  void waitingForASmallJobGivesItsResults() {
    var answer = waiting(30, squares("[1,2,3]", "")).expect(200);
    assertThat(answer.header("Preference-Applied")).isEqualTo("wait=30");
    assertThat(answer.json().get("state").asString()).isEqualTo("SUCCEEDED");
    assertThat(answer.text()).endsWith(",\"results\":[1,4,9]}");
  }

  @Test
  void resultsBeyondAMebibyteAreLeftOut() {
    var answer = waiting(30, range("\"stop\":200000")).expect(202);
    assertThat(answer.json().get("state").asString()).isEqualTo("SUCCEEDED");
    assertThat(answer.json().has("results")).isFalse();
  }

  @Test
  void waitingInVainGivesTheJobAsItIs() {
    var answer = waiting(1, "{\"function\":\"sleep\",\"input\":{\"items\":[600]}}").expect(202);
    assertThat(answer.json().get("state").asString()).isEqualTo("RUNNING");
  }

  @Test
  void failedItemsAreNullAmongTheResults() {
    var answer = waiting(30, "{\"function\":\"fail\",\"input\":{\"items\":[1,\"x\",3]}}");
    assertThat(answer.expect(200).text()).endsWith(",\"results\":[1,null,3]}");
    assertThat(answer.json().get("state").asString()).isEqualTo("PARTIAL");
  }

  @Test
  void theSameKeyAndBodyGiveTheSameJob() {
    var first = keyed("key-1", squares("[1,2,3]", "")).expect(202);
    var second = keyed("key-1", squares("[1,2,3]", "")).expect(202);
    assertThat(first.header("Idempotency-Replayed")).isNull();
    assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(second.header("Location")).isEqualTo(first.header("Location"));
    keyed("key-1", squares("[1,2,4]", "")).expectProblem(422, "idempotency-conflict");
    assertThat(keyed("key-2", squares("[1,2,3]", "")).header("Location"))
        .isNotEqualTo(first.header("Location"));
  }

  @Test
  void aReplayMayWaitForResults() {
    keyed("key-3", squares("[7]", "")).expect(202);
    var call = http.call("POST", "/v1/jobs").header("Idempotency-Key", "key-3");
    var answer = call.header("Prefer", "wait=30").json(squares("[7]", "")).send();
    assertThat(answer.expect(200).text()).endsWith(",\"results\":[49]}");
  }

  @Test
  void aJobIsGoneWhenItsTimeIsOver() {
    var job = http.submit(squares("[1]", ",\"ttl\":\"PT1S\"")).await("SUCCEEDED");
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> http.get(job.path()).status() == 404);
  }

  @Test
  void theTimeOfExpiryFollowsFromTheTtl() {
    var times =
        http.submit(squares("[1]", ",\"ttl\":\"PT1H\"")).await("SUCCEEDED").view().get("times");
    var finished = Instant.parse(times.get("finished").asString());
    assertThat(Instant.parse(times.get("expires").asString()))
        .isEqualTo(finished.plus(Duration.ofHours(1)));
  }

  @Test
  void resultsAreNotKeptWhereNobodyWantsThem() {
    var job = http.submit(squares("[1,2]", ",\"store\":false")).await("SUCCEEDED");
    assertThat(job.view().at("/counts/succeeded").asInt()).isEqualTo(2);
    job.results("").expectProblem(409, "results-not-stored");
    http.get(job.path() + "/results/0").expectProblem(409, "results-not-stored");
  }

  @Test
  void aFailureEndsTheJobIfItIsToFail() {
    var items = "{\"function\":\"fail\",\"onError\":\"fail\",\"input\":{\"items\":[\"boom\"]}}";
    var job = http.submit(items).await("FAILED");
    assertThat(job.view().at("/error/message").asString()).isEqualTo("boom");
    assertThat(job.view().at("/error/index").asInt()).isZero();
    JobClient.assertThatCountsAddUp(job.view());
  }

  @Test
  void failuresAreCollectedIfNothingElseIsSaid() {
    var job = http.submit("{\"function\":\"fail\",\"input\":{\"items\":[1,\"a\",\"b\",4]}}");
    job.await("PARTIAL");
    assertThat(job.view().at("/counts/failed").asInt()).isEqualTo(2);
    assertThat(job.view().at("/error/index").asInt()).isEqualTo(1);
    JobClient.assertThatCountsAddUp(job.view());
  }

  private Answer waiting(int seconds, String body) {
    return http.call("POST", "/v1/jobs").header("Prefer", "wait=" + seconds).json(body).send();
  }

  private Answer keyed(String key, String body) {
    return http.call("POST", "/v1/jobs").header("Idempotency-Key", key).json(body).send();
  }

  private static String squares(String items, String options) {
    return "{\"function\":\"square\",\"input\":{\"items\":" + items + "}" + options + "}";
  }

  private static String range(String range) {
    return "{\"function\":\"square\",\"input\":{\"range\":{" + range + "}}}";
  }
}
