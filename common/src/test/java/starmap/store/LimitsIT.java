package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import starmap.chunk.Part;
import starmap.chunk.SettleResult;
import starmap.job.JobId;
import starmap.job.JobState;
import starmap.job.NewJob;
import starmap.job.ResultStorage;
import starmap.job.Tolerance;

/** Jobs that end before they are complete, and items that are tried again. */
class LimitsIT {
  @RegisterExtension static final Redis redis = new Redis();
  private final Scene scene = new Scene(redis);

  @Test
  void oneFailureMoreThanToleratedFailsTheJob() {
    var id = submit(10, new NewJob.Limits(new Tolerance(2, 100), null));
    fail(2);
    assertThat(scene.find(id).state()).isEqualTo(JobState.RUNNING);

    fail(1);

    assertThat(scene.find(id).state()).isEqualTo(JobState.FAILED);
    assertThat(scene.find(id).counts().cancelled()).isEqualTo(7);
  }

  @Test
  void toleratedShareIsOfAllItems() {
    var id = submit(10, new NewJob.Limits(new Tolerance(Long.MAX_VALUE, 20), null));
    fail(2);
    assertThat(scene.find(id).state()).isEqualTo(JobState.RUNNING);

    fail(1);

    assertThat(scene.find(id).state()).isEqualTo(JobState.FAILED);
  }

  @Test
  void jobWithinItsToleranceEndsAsPartial() {
    var id = submit(3, new NewJob.Limits(new Tolerance(1, 100), null));
    fail(1);
    scene.drain();

    assertThat(scene.find(id).state()).isEqualTo(JobState.PARTIAL);
  }

  @Test
  void jobWhoseTimeIsOverExpiresAndKeepsWhatItHas() {
    var id = submit(3, new NewJob.Limits(Tolerance.ANY, Duration.ofMinutes(1)));
    scene.record(scene.claimOne());
    var late = scene.claimOne();
    redis.clock().advance(Duration.ofSeconds(59));
    scene.sweep();
    assertThat(scene.find(id).state()).isEqualTo(JobState.RUNNING);

    redis.clock().advance(Duration.ofSeconds(1));
    scene.sweep();

    assertThat(scene.find(id).state()).isEqualTo(JobState.EXPIRED);
    assertThat(scene.record(late)).isEqualTo(SettleResult.GONE);
    assertThat(scene.values(id)).containsExactly("0");
    redis.clock().advance(JobPlan.TTL);
    assertThat(scene.sweep().purged()).isEqualTo(1);
  }

  @Test
  void jobWhoseResultsNobodyReadsAnyMoreEnds() {
    var id = scene.submit(JobPlan.range(9).chunksOf(1).stored(ResultStorage.UNTIL_READ));
    scene.record(scene.claimOne());
    for (int i = 0; i < 3; i++) {
      redis.clock().advance(Duration.ofMinutes(59));
      scene.sweep();
      assertThat(scene.collect(id, 0)).hasSize(1);
    }

    redis.clock().advance(Duration.ofHours(1));
    scene.sweep();

    assertThat(scene.find(id).state()).isEqualTo(JobState.EXPIRED);
    assertThat(scene.claim(1)).isEmpty();
  }

  @Test
  void jobThatEndsInTimeIsKeptForItsRetention() {
    var id = submit(1, new NewJob.Limits(Tolerance.ANY, Duration.ofMinutes(1)));
    scene.drain();
    redis.clock().advance(Duration.ofMinutes(2));
    scene.sweep();

    assertThat(scene.find(id).state()).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void itemsThatWaitToBeTriedAgainDoNotHoldUpTheOthers() {
    var id = submit(100, NewJob.Limits.NONE);
    for (int i = 0; i < 20; i++) {
      scene.settle(scene.claimOne(), new Part.Delayed(1, Duration.ofHours(1)));
    }

    assertThat(scene.claim(100)).hasSize(16);
    assertThat(scene.find(id).counts().retried()).isEqualTo(20);
  }

  private JobId submit(long total, NewJob.Limits limits) {
    var job = limited(JobPlan.range(total).chunksOf(1).job(), limits);
    redis.store().submit(job, null);
    return job.id();
  }

  /** The same job with limits. */
  static NewJob limited(NewJob job, NewJob.Limits limits) {
    var o = job.options();
    var options =
        new NewJob.Options(
            o.chunkSize(),
            o.onError(),
            o.storage(),
            o.ttl(),
            o.early(),
            o.labels(),
            limits,
            o.share());
    return new NewJob(job.id(), job.bodyHash(), job.spec(), job.total(), options);
  }

  private void fail(int items) {
    for (int i = 0; i < items; i++) {
      scene.settle(scene.claimOne(), Parts.failures(1, 1, "Boom"));
    }
  }
}
