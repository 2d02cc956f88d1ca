package starmap.api.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import starmap.api.testing.Answer;
import starmap.api.testing.Http;
import starmap.api.testing.JobClient;
import starmap.api.testing.LocalApi;
import starmap.api.testing.LocalApiExtension;
import starmap.api.testing.Mendable;

/** Failed items: reading them, and computing them again after their cause was mended. */
@ExtendWith(LocalApiExtension.class)
class RetryIT {
  private static final String ERROR =
      "\"error\":{\"type\":\"IllegalStateException\",\"message\":\"broken\",\"attempts\":1}";

  private final Http http;

  RetryIT(LocalApi api) {
    http = api.http();
  }

  @AfterEach
  void mend() {
    Mendable.mend();
  }

  @Test
  void failedItemsGetTheirValuesAndTheOthersKeepTheirs() {
    var job = halfBroken();
    assertThat(job.view().at("/counts/failed").asInt()).isEqualTo(5);
    assertThat(errors(job, "").lines())
        .containsExactlyElementsOf(
            IntStream.of(1, 3, 5, 7, 9)
                .mapToObj(i -> "{\"index\":" + i + "," + ERROR + "}")
                .toList());

    Mendable.mend();
    var answer = retry(job).expect(202);

    assertThat(answer.header("Location")).isEqualTo(job.path());
    assertThat(answer.json().get("id").asString()).isEqualTo(job.id());
    assertThat(job.values())
        .containsExactlyElementsOf(IntStream.range(0, 10).mapToObj(Integer::toString).toList());
    assertThat(errors(job, "").text()).isEmpty();
    assertThat(job.view().at("/counts/retried").asInt()).isEqualTo(5);
    assertThat(job.view().get("error").isNull()).isTrue();
    JobClient.assertThatCountsAddUp(job.view());
  }

  @Test
  void retryOfAJobWithoutFailuresChangesNothing() {
    var job = submit("\"input\":{\"range\":{\"stop\":3}}").await("SUCCEEDED");

    assertThat(retry(job).expect(200).json().get("state").asString()).isEqualTo("SUCCEEDED");
    assertThat(job.values()).containsExactly("0", "1", "2");
  }

  @Test
  void jobThatFailedIsCompletedByARetry() {
    Mendable.breakOn("7"::equals);
    var job =
        submit("\"onError\":\"fail\",\"input\":{\"items\":[0,1,2,3,4,5,6,7,8,9]}").await("FAILED");
    Mendable.mend();

    retry(job).expect(202);

    assertThat(job.values()).hasSize(10).startsWith("0", "1").endsWith("8", "9");
  }

  @Test
  void inputOfFailedItemsCanBePostedAgain() {
    Mendable.breakOn(item -> item.contains("bad"));
    var items = "[1, {\"a\":\n\"bad\"}, 2.50, \"bad\", 1e2,\"ok\" , [ \"bad\" ]]";
    var job = submit("\"input\":{\"items\":" + items + "}").await("PARTIAL");

    var lines = errors(job, "as=input").lines();
    assertThat(lines).containsExactly("{\"a\": \"bad\"}", "\"bad\"", "[ \"bad\" ]");
    assertThat(errors(job, "as=input&from=2&to=6").lines()).containsExactly("\"bad\"");
    var array = http.call("GET", job.path() + "/errors?as=input").accept("application/json");
    assertThat(array.send().expect(200).json()).hasSize(3);

    Mendable.mend();
    var again = http.call("POST", "/v1/map/test.mendable").ndjson(String.join("\n", lines)).send();
    assertThat(again.expect(200).lines()).isEqualTo(lines);
  }

  @Test
  void inputOfAFailedItemOfARangeIsComputed() {
    Mendable.breakOn(item -> item.equals("-4") || item.equals("14"));
    var job =
        submit("\"input\":{\"range\":{\"start\":-10,\"stop\":20,\"step\":3}}").await("PARTIAL");

    assertThat(errors(job, "as=input").lines()).containsExactly("-4", "14");
    assertThat(errors(job, "from=3").lines()).containsExactly("{\"index\":8," + ERROR + "}");
  }

  @Test
  void errorsAreReadWhileTheJobRuns() {
    Mendable.breakOn("1"::equals);
    var job =
        submit(
            "\"input\":{\"items\":[0,1]},\"retry\":{\"maxAttempts\":2,\"initial\":\"PT1H\",\"max\":\"PT1H\"}");
    assertThat(errors(job, "").expect(200).text()).isEmpty();
    retry(job).expectProblem(409, "job-active");
    job.cancel().expect(200);
  }

  @Test
  void whatCannotBeRetriedSaysWhy() {
    Mendable.breakOn("1"::equals);
    var cancelled =
        http.submit("{\"function\":\"test.stuck\",\"chunkSize\":1,\"input\":{\"items\":[-1,1]}}");
    org.awaitility.Awaitility.await().until(() -> !errors(cancelled, "").text().isEmpty());
    cancelled.cancel().expect(200);
    retry(cancelled).expectProblem(409, "not-retryable");
    errors(cancelled, "as=input").expectProblem(409, "not-retryable");
    assertThat(errors(cancelled, "").lines()).hasSize(1);

    var counted = submit("\"store\":false,\"input\":{\"items\":[0,1]}").await("PARTIAL");
    retry(counted).expectProblem(409, "results-not-stored");
    errors(counted, "").expectProblem(409, "results-not-stored");

    var unknown = new JobClient(http, "aaaaaaaaaaaaaaaaaaaaaaaaaa");
    retry(unknown).expectProblem(404, "job-not-found");
    errors(unknown, "").expectProblem(404, "job-not-found");
    errors(cancelled, "as=output").expectProblem(422, "invalid-request");
    errors(counted, "follow=true").expectProblem(422, "unknown-option");
  }

  private JobClient halfBroken() {
    var odd = List.of("1", "3", "5", "7", "9");
    Mendable.breakOn(odd::contains);
    return submit("\"input\":{\"items\":[0,1,2,3,4,5,6,7,8,9]}").await("PARTIAL");
  }

  private JobClient submit(String rest) {
    return http.submit("{\"function\":\"test.mendable\",\"chunkSize\":3," + rest + "}");
  }

  private static Answer retry(JobClient job) {
    return job.http().call("POST", job.path() + ":retry").send();
  }

  private static Answer errors(JobClient job, String query) {
    return job.http().get(job.path() + "/errors?" + query);
  }
}
