package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import starmap.chunk.SettleResult;
import starmap.job.JobId;
import starmap.job.JobState;

class CancelIT {
  @RegisterExtension final Redis redis = new Redis();
  private final Scene scene = new Scene(redis);

  @Test
  void cancelledJobHasNothingLeftToCompute() {
    var id = scene.submit(JobPlan.range(100).chunksOf(1));
    var held = scene.claim(3);
    scene.record(held.getFirst());

    assertThat(redis.store().cancel(id)).contains(JobState.CANCELLED);

    assertThat(scene.claim(1)).isEmpty();
    assertThat(scene.record(held.get(1))).isEqualTo(SettleResult.GONE);
    assertThat(scene.find(id).counts().succeeded()).isEqualTo(1);
    assertThat(scene.find(id).counts().cancelled()).isEqualTo(99);
    assertThat(scene.find(id).counts().running()).isZero();
    assertThat(scene.expire().reclaimed()).isZero();
  }

  @Test
  void resultsSoFarStayReadable() {
    var id = scene.submit(JobPlan.range(3).chunksOf(1));
    scene.record(scene.claimOne());
    redis.store().cancel(id);

    assertThat(scene.values(id)).containsExactly("0");
  }

  @Test
  void uploadMayBeCancelled() {
    var id = scene.upload(JobPlan.upload(), 5);

    assertThat(redis.store().cancel(id)).contains(JobState.CANCELLED);
    assertThat(redis.store().seal(id)).contains(JobState.CANCELLED);
    assertThat(scene.find(id).counts().cancelled()).isEqualTo(5);
  }

  @Test
  void endedJobStaysWhatItIs() {
    var id = scene.submit(JobPlan.range(1));
    scene.drain();
    redis.check();

    assertThat(redis.store().cancel(id)).contains(JobState.SUCCEEDED);
  }

  @Test
  void cancellingAgainChangesNothing() {
    var id = scene.submit(JobPlan.range(1));
    redis.store().cancel(id);
    var finished = scene.find(id).times().finished();
    redis.clock().advance(Scene.LEASE);

    assertThat(redis.store().cancel(id)).contains(JobState.CANCELLED);
    assertThat(scene.find(id).times().finished()).isEqualTo(finished);
  }

  @Test
  void unknownJobIsGone() {
    assertThat(redis.store().cancel(JobId.random())).isEmpty();
  }
}
