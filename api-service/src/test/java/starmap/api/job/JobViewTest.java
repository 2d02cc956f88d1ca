package starmap.api.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import starmap.job.Input;
import starmap.job.Job;
import starmap.job.JobId;
import starmap.job.JobSpec;
import starmap.job.JobState;
import starmap.job.Mode;
import starmap.job.ResultStorage;

class JobViewTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "0, 1000, 0, 0",
    "1, 1000, 0, 0.1",
    "500, 1000, 0, 50",
    "499, 1000, 1, 50",
    "999999, 1000000, 0, 99.9",
    "1000000, 1000000, 0, 100",
    "0, 0, 0, 100"
  })
  void percentIsTheShareOfEndedItemsAndNever100Before(
      long succeeded, long total, long failed, double percent) {
    var progress = view(JobState.RUNNING, counts(total, succeeded, failed), null, START).progress();
    assertThat(progress.percent()).isEqualTo(percent);
  }

  @Test
  void rateAndEtaFollowFromTheTimeSinceTheFirstClaim() {
    var progress =
        view(JobState.RUNNING, counts(1_000, 240, 10), null, START.plusSeconds(10)).progress();
    assertThat(progress.itemsPerSecond()).isEqualTo(25);
    assertThat(progress.etaSeconds()).isEqualTo(30);
  }

  @Test
  void thereIsNoRateBeforeThereAreItems() {
    var progress = view(JobState.RUNNING, counts(10, 0, 0), null, START.plusSeconds(10)).progress();
    assertThat(progress.itemsPerSecond()).isNull();
    assertThat(progress.etaSeconds()).isNull();
  }

  @Test
  void aRateTooSlowToTellHasNoEta() {
    var progress =
        view(JobState.RUNNING, counts(10, 1, 0), null, START.plusSeconds(1_000_000)).progress();
    assertThat(progress.itemsPerSecond()).isZero();
    assertThat(progress.etaSeconds()).isNull();
  }

  @Test
  void theRateOfAnEndedJobStaysAndItHasNoEta() {
    var progress =
        view(
                JobState.SUCCEEDED,
                counts(1_000, 1_000, 0),
                START.plusSeconds(4),
                START.plusSeconds(999))
            .progress();
    assertThat(progress.itemsPerSecond()).isEqualTo(250);
    assertThat(progress.etaSeconds()).isNull();
  }

  @Test
  void aClockThatIsBehindRedisDoesNoHarm() {
    var progress =
        view(JobState.RUNNING, counts(10, 5, 0), null, START.minusSeconds(60)).progress();
    assertThat(progress.itemsPerSecond()).isPositive();
    assertThat(progress.etaSeconds()).isNotNegative();
  }

  @Test
  void linksLeadOn() {
    var view = view(JobState.QUEUED, counts(1, 0, 0), null, START);
    assertThat(view.links())
        .isEqualTo(
            new JobView.Links(
                "/v1/jobs/" + view.id(),
                "/v1/jobs/" + view.id() + "/results",
                "/v1/jobs/" + view.id() + "/errors",
                "/v1/jobs/" + view.id() + "/events",
                "/v1/jobs/" + view.id() + "/chunks",
                "/v1/jobs/" + view.id() + "/stats",
                "/v1/jobs/" + view.id() + ":cancel",
                "/v1/jobs/" + view.id() + ":retry",
                "/v1/jobs/" + view.id() + ":pause",
                "/v1/jobs/" + view.id() + ":resume",
                null));
  }

  private static Job.Counts counts(long total, long succeeded, long failed) {
    return new Job.Counts(
        total, true, total - succeeded - failed, 0, succeeded, failed, 0, 0, succeeded);
  }

  private static JobView view(
      JobState state,
      Job.Counts counts,
      @org.jspecify.annotations.Nullable Instant finished,
      Instant now) {
    var job =
        new Job(
            JobId.ofIdempotencyKey("test", "job"),
            state,
            new JobSpec("square@1", Mode.MAP, new Input.Items()),
            ResultStorage.KEPT,
            counts,
            new Job.Chunks(0, 1, 0),
            new Job.Times(START, START, finished, finished),
            null,
            Map.of(),
            Job.Settings.DEFAULT,
            List.of(),
            null);
    return JobView.of(job, now);
  }
}
