package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import starmap.job.JobId;
import starmap.job.JobState;
import starmap.job.OnError;

class SealIT {
  @RegisterExtension final Redis redis = new Redis();
  private final Scene scene = new Scene(redis);

  @Test
  void sealedJobIsQueuedAndItsTotalIsKnown() {
    var id = scene.upload(JobPlan.upload(), 5);

    assertThat(redis.store().seal(id)).contains(JobState.QUEUED);

    assertThat(scene.find(id).counts().total()).isEqualTo(5);
    assertThat(scene.find(id).counts().totalIsFinal()).isTrue();
    assertThat(scene.claimOne().id().start()).isZero();
  }

  @Test
  void sealingAgainChangesNothing() {
    var id = scene.upload(JobPlan.upload().chunksOf(5), 5);
    redis.store().seal(id);
    var chunk = scene.claimOne();

    assertThat(redis.store().seal(id)).contains(JobState.RUNNING);
    assertThat(scene.claim(1)).isEmpty();
    scene.record(chunk);
    assertThat(redis.store().seal(id)).contains(JobState.SUCCEEDED);
  }

  @Test
  void emptyInputHasSucceeded() {
    var plan = JobPlan.upload();
    redis.store().create(plan.job());

    assertThat(redis.store().seal(plan.id())).contains(JobState.SUCCEEDED);
    assertThat(scene.values(plan.id())).isEmpty();
  }

  @Test
  void unknownJobIsGone() {
    assertThat(redis.store().seal(JobId.random())).isEmpty();
  }

  @Test
  void workBegunDuringTheUploadMakesItRunning() {
    var id = scene.upload(JobPlan.upload().chunksOf(1).computedEarly(), 5);
    scene.record(scene.claimOne());

    assertThat(redis.store().seal(id)).contains(JobState.RUNNING);
  }

  @Test
  void failureDuringTheUploadEndsTheJobWhenItIsSealed() {
    var plan = JobPlan.upload().chunksOf(1).computedEarly().onError(OnError.FAIL);
    var id = scene.upload(plan, 5);
    scene.settle(scene.claimOne(), Parts.failures(0, 1, "Boom"));

    assertThat(redis.store().seal(id)).contains(JobState.FAILED);
    assertThat(scene.claim(1)).isEmpty();
  }

  @Test
  void sealedJobHasNoUploadDeadline() {
    var id = scene.upload(JobPlan.upload(), 5);
    redis.store().seal(id);
    redis.clock().advance(Duration.ofDays(30));

    assertThat(redis.store().sweep().purged()).isZero();
    assertThat(redis.store().find(id)).isPresent();
  }

  @Test
  void createdRangeIsDispatchedWhenItIsSealed() {
    var plan = JobPlan.range(10).chunksOf(4);
    redis.store().create(plan.job());
    assertThat(scene.claim(1)).isEmpty();

    redis.store().seal(plan.id());

    assertThat(scene.claim(9)).extracting(chunk -> chunk.id().length()).containsExactly(4, 4, 2);
  }
}
