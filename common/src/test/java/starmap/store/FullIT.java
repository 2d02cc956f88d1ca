package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import starmap.chunk.ClaimedChunk;
import starmap.chunk.LeaseState;
import starmap.chunk.SettleResult;
import starmap.job.JobId;
import starmap.job.JobState;

/** Redis has no memory left: nothing new gets in, but what is there is finished and removed. */
class FullIT {
  @RegisterExtension final Redis redis = new Redis();
  private final Scene scene = new Scene(redis);
  private final JobPlan uploading = JobPlan.upload();
  private JobId running;
  private ClaimedChunk held;

  @BeforeEach
  void fill() {
    running = scene.submit(JobPlan.range(20).chunksOf(1));
    held = scene.claimOne();
    scene.upload(uploading, 3);
    redis.raw().configSet("maxmemory", "1");
  }

  @Test
  void submitIsRefused() {
    var plan = JobPlan.range(1);
    assertFull(() -> redis.store().submit(plan.job(), null));
    assertThat(redis.store().find(plan.id())).isEmpty();
  }

  @Test
  void createIsRefused() {
    assertFull(() -> redis.store().create(JobPlan.upload().job()));
  }

  @Test
  void putIsRefused() {
    assertFull(() -> redis.store().put(uploading.id(), Parts.block(3, 1)));
    assertThat(scene.find(uploading.id()).counts().total()).isEqualTo(3);
  }

  @Test
  void sealIsRefused() {
    assertFull(() -> redis.store().seal(uploading.id()));
    assertThat(scene.find(uploading.id()).state()).isEqualTo(JobState.ACCEPTING);
  }

  @Test
  void claimIsRefused() {
    assertFull(() -> scene.claim(1));
  }

  @Test
  void settleIsAllowed() {
    assertThat(scene.record(held)).isEqualTo(SettleResult.RECORDED);
    assertThat(scene.values(running)).containsExactly("0");
  }

  @Test
  void extendIsAllowed() {
    assertThat(scene.extend(held, 0)).isEqualTo(LeaseState.HELD);
    assertThat(redis.store().extend(List.of()).states()).isEmpty();
  }

  @Test
  void heartbeatAndSweepAreAllowed() {
    scene.heartbeat("w9", 1);
    assertThat(scene.expire().reclaimed()).isEqualTo(1);
  }

  @Test
  void cancelIsAllowed() {
    assertThat(redis.store().cancel(running)).contains(JobState.CANCELLED);
    assertThat(redis.store().cancel(uploading.id())).contains(JobState.CANCELLED);
  }

  @Test
  void purgeIsAllowed() {
    assertThat(redis.store().purge(running)).isTrue();
    assertThat(redis.store().purge(uploading.id())).isTrue();
  }

  @Test
  void claimGoesOnWhenThereIsMemoryAgain() {
    assertFull(() -> scene.claim(1));
    redis.raw().configSet("maxmemory", "0");

    assertThat(scene.claim(1)).hasSize(1);
  }

  private static void assertFull(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(StoreException.Full.class);
  }
}
