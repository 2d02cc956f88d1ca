package starmap.api.submit;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import starmap.api.testing.Answer;
import starmap.api.testing.EventReader;
import starmap.api.testing.Http;
import starmap.api.testing.JobClient;
import starmap.api.testing.LocalApi;
import starmap.api.testing.LocalApiExtension;

/** Pausing a job and changing its options while it runs. */
@ExtendWith(LocalApiExtension.class)
class ControlIT {
  private static final String STUCK =
      "{\"function\":\"test.stuck\",\"chunkSize\":1,\"input\":{\"items\":[1,1,1,1,1,1]}%s}";

  private final Http http;

  ControlIT(LocalApi api) {
    http = api.http();
  }

  @Test
  void aPausedJobStandsStillUntilItGoesOn() {
    var job =
        http.submit("{\"function\":\"sleep\",\"chunkSize\":1,\"input\":{\"range\":{\"stop\":0}}}");
    job.await("SUCCEEDED");
    post(job, "pause").expectProblem(409, "job-ended");
    post(job, "resume").expectProblem(409, "job-ended");

    var stuck = stuck("");
    assertThat(post(stuck, "pause").expect(200).json().get("state").asString()).isEqualTo("PAUSED");
    var paused = post(stuck, "pause").expect(200).json();
    assertThat(paused.at("/options/paused").asBoolean()).isTrue();
    assertThat(paused.at("/progress/etaSeconds").isNull()).isTrue();
    assertThat(paused.at("/chunks/outstanding").asInt()).isEqualTo(6);
    assertThat(post(stuck, "resume").expect(200).json().get("state").asString())
        .isEqualTo("RUNNING");
    post(stuck, "resume").expect(200);
    http.call("POST", "/v1/jobs/aaaaaaaaaaaaaaaaaaaaaaaaaa:pause")
        .send()
        .expectProblem(404, "job-not-found");
    stuck.cancel().expect(200);
  }

  @Test
  void aWatcherWhoIsAwayDuringAPauseHearsOfIt() {
    var job = stuck("");
    String last;
    try (var events = EventReader.of(job, null)) {
      last = events.until("RUNNING").getLast().id();
    }
    post(job, "pause").expect(200);
    post(job, "resume").expect(200);
    post(job, "pause").expect(200);
    job.cancel().expect(200);
    try (var events = EventReader.of(job, last)) {
      assertThat(EventReader.states(events.until("")))
          .containsExactly("PAUSED", "RUNNING", "PAUSED", "CANCELLED");
    }
  }

  @Test
  void optionsAreGivenAtSubmissionAndChangedLater() {
    var job =
        stuck(
            ",\"priority\":9,\"maxConcurrency\":3,\"labels\":{\"a\":\"1\",\"b\":\"2\"},\"tolerate\":{\"count\":4}");
    var options = job.view().get("options");
    assertThat(options.get("priority").asInt()).isEqualTo(9);
    assertThat(options.get("maxConcurrency").asInt()).isEqualTo(3);
    assertThat(job.view().at("/chunks/outstanding").asInt()).isEqualTo(3);

    var tag = http.get(job.path()).header("ETag");
    var changed =
        patch(
                job,
                "{\"priority\":0,\"maxConcurrency\":null,\"ttl\":\"PT5H\",\"tolerate\":{\"percent\":50.5},\"labels\":{\"a\":null,\"c\":\"3\"}}")
            .expect(200)
            .json();
    assertThat(changed.get("options"))
        .hasToString(
            "{\"priority\":0,\"maxConcurrency\":null,\"tolerate\":{\"count\":4,\"percent\":50.5},\"ttl\":\"PT5H\",\"paused\":false}");
    assertThat(changed.get("labels")).hasToString("{\"b\":\"2\",\"c\":\"3\"}");
    assertThat(changed.at("/chunks/outstanding").asInt()).isEqualTo(6);
    assertThat(http.get(job.path()).header("ETag")).isNotEqualTo(tag);

    patch(job, "{\"priority\":null,\"tolerate\":null,\"labels\":null}").expect(200);
    assertThat(job.view().at("/options/priority").asInt()).isEqualTo(5);
    assertThat(job.view().at("/options/tolerate").isNull()).isTrue();
    assertThat(job.view().get("labels")).isEmpty();
    patch(job, "{}").expect(200);

    job.cancel().expect(200);
    patch(job, "{\"priority\":1}").expectProblem(409, "job-ended");
    var kept = patch(job, "{\"ttl\":7200}").expect(200).json();
    assertThat(kept.at("/options/ttl").asString()).isEqualTo("PT2H");
  }

  @Test
  void whatCannotBeChangedIsRefused() {
    var job = stuck("");
    patch(job, "{\"prioritty\":1}").expectProblem(422, "unknown-option");
    patch(job, "{\"priority\":10}").expectProblem(422, "invalid-request");
    patch(job, "{\"priority\":\"high\"}").expectProblem(422, "invalid-request");
    patch(job, "{\"maxConcurrency\":0}").expectProblem(422, "invalid-request");
    patch(job, "{\"ttl\":\"P999D\"}").expectProblem(422, "invalid-request");
    patch(job, "{\"labels\":{\"a:b\":\"c\"}}").expectProblem(422, "invalid-request");
    patch(job, "{\"priority\":1").expectProblem(400, "malformed-json");
    patch(job, "{\"priority\":1} 2").expectProblem(400, "malformed-json");
    patch(job, "[1]").expectProblem(422, "invalid-request");
    http.call("PATCH", job.path())
        .header("Content-Type", "text/csv")
        .body(new byte[0])
        .send()
        .expectProblem(415, "unsupported-media-type");
    http.call("PATCH", "/v1/jobs/aaaaaaaaaaaaaaaaaaaaaaaaaa")
        .json("{\"ttl\":60}")
        .send()
        .expectProblem(404, "job-not-found");
    job.cancel().expect(200);
    var strict = stuck(",\"onError\":\"fail\"");
    patch(strict, "{\"tolerate\":{\"count\":1}}").expectProblem(422, "invalid-request");
    http.post("/v1/jobs", STUCK.formatted(",\"priority\":-1"))
        .expectProblem(422, "invalid-request");
    http.post("/v1/jobs", STUCK.formatted(",\"maxConcurrency\":0"))
        .expectProblem(422, "invalid-request");
  }

  private JobClient stuck(String options) {
    var job = http.submit(STUCK.formatted(options));
    Awaitility.await().until(() -> job.view().at("/counts/running").asInt() == 2);
    return job;
  }

  private static Answer post(JobClient job, String verb) {
    return job.http().call("POST", job.path() + ":" + verb).send();
  }

  private static Answer patch(JobClient job, String body) {
    var bytes = body.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return job.http()
        .call("PATCH", job.path())
        .header("Content-Type", "application/merge-patch+json")
        .body(bytes)
        .send();
  }
}
