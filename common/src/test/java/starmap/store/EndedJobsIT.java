package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import starmap.job.JobId;
import starmap.job.JobState;
import starmap.job.ResultStorage;

class EndedJobsIT {
  @RegisterExtension final Redis redis = new Redis();
  private final Scene scene = new Scene(redis);
  private EndedJobs ended;

  @BeforeEach
  void open() {
    ended = new EndedJobs(redis.link(), Keys.SINGLE);
  }

  @Test
  void theEndOfAJobIsToldOnceWithWhatBecameOfIt() {
    var id = scene.submit(JobPlan.range(3).chunksOf(1));
    scene.record(scene.claimOne());
    var failing = scene.claimOne();
    scene.settle(failing, Parts.failures(failing.id().start(), 1, "Boom"));
    assertThat(ended.take(10)).as("while it runs").isEmpty();
    redis.clock().advance(Duration.ofSeconds(2));
    scene.record(scene.claimOne());

    var expected =
        new EndedJobs.Ended(id, JobState.PARTIAL, 2, 1, Duration.ofSeconds(2), "square@1");
    assertThat(ended.take(10)).containsExactly(expected);
    assertThat(ended.take(10)).isEmpty();
  }

  @Test
  void itIsToldWhoeverEndsIt() {
    var cancelled = scene.submit(JobPlan.range(3));
    redis.store().cancel(cancelled);
    var removed = scene.submit(JobPlan.range(3));
    redis.store().purge(removed);

    assertThat(ended.take(1)).extracting(EndedJobs.Ended::id).containsExactly(cancelled);
    assertThat(ended.take(1)).extracting(EndedJobs.Ended::id).containsExactly(removed);
  }

  @Test
  void aRetriedJobEndsAgain() {
    var id = scene.submit(JobPlan.range(1));
    scene.failAll();
    redis.store().retry(id);
    scene.drain();

    assertThat(ended.take(10))
        .extracting(EndedJobs.Ended::state)
        .containsExactly(JobState.PARTIAL, JobState.SUCCEEDED);
  }

  @Test
  void directCallsAreNotTold() {
    scene.submit(JobPlan.range(1).stored(ResultStorage.UNTIL_READ));
    scene.drain();

    assertThat(ended.take(10)).isEmpty();
  }

  @Test
  void whereNobodyListensTheLastTenThousandAreKept() {
    var old = JobId.random() + " SUCCEEDED 1 0 5 square@1";
    redis.raw().rpush(Keys.SINGLE.ended(), Collections.nCopies(10_000, old).toArray(String[]::new));
    var id = scene.submit(JobPlan.range(1));
    redis.store().cancel(id);

    assertThat(ended.take(20_000))
        .hasSize(10_000)
        .last()
        .extracting(EndedJobs.Ended::id)
        .isEqualTo(id);
  }
}
