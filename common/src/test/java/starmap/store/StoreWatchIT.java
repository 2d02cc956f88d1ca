package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import starmap.job.JobState;

/** What operators see of an installation. */
class StoreWatchIT {
  @RegisterExtension final Redis redis = new Redis();
  private final Scene scene = new Scene(redis);

  @Test
  void anIdleInstallationHasNothing() {
    var sight = watch().look();
    assertThat(sight.ready()).isZero();
    assertThat(sight.oldest()).isZero();
    assertThat(sight.active()).isZero();
    assertThat(sight.stalled()).isZero();
    assertThat(sight.ended().values()).containsOnly(StoreWatch.Ended.NONE);
    assertThat(sight.memory().usedBytes()).isPositive();
    assertThat(sight.memory().maxBytes()).isNull();
  }

  @Test
  void chunksThatWaitAreCountedAndTheNextOneSaysHowLong() {
    scene.submit(JobPlan.range(4).chunksOf(1));
    redis.clock().advance(Duration.ofSeconds(7));
    assertThat(watch().look().ready()).isEqualTo(4);
    assertThat(watch().look().oldest()).isEqualTo(Duration.ofSeconds(7));

    var claimed = scene.claimOne();
    assertThat(claimed.waited()).isEqualTo(Duration.ofSeconds(7));
    assertThat(watch().look().ready()).isEqualTo(3);
  }

  @Test
  void aChunkThatIsReadyAgainWaitsAnew() {
    scene.submit(JobPlan.range(1).chunksOf(1));
    redis.clock().advance(Duration.ofSeconds(3));
    scene.claimOne();
    scene.expire();
    assertThat(watch().look().oldest()).isZero();
    assertThat(watch().look().reclaimed()).isOne();
    redis.clock().advance(Duration.ofSeconds(2));
    assertThat(scene.claimOne().waited()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void theQueueOfASourceThatNobodyServesAnyMoreIsSeenWhileAJobRunsThere() {
    var watch = watch();
    scene.heartbeat("w1", 1);
    var id = scene.submit(JobPlan.range(3).chunksOf(1));
    scene.record(scene.claimOne());
    scene.store().reroute(id, "cube.py@1");
    redis.clock().advance(Duration.ofSeconds(30));

    assertThat(watch.look().ready()).isEqualTo(2);
    assertThat(watch.look().oldest()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void jobsAreCountedWhenTheyEndHoweverTheyEnd() {
    scene.submit(JobPlan.range(2));
    redis.clock().advance(Duration.ofSeconds(5));
    scene.drain();
    scene.submit(JobPlan.range(2));
    scene.failAll();
    scene.store().cancel(scene.submit(JobPlan.range(2)));
    scene.store().cancel(scene.submit(JobPlan.range(0)));
    var running = scene.submit(JobPlan.range(2));
    assertThat(watch().look().active()).isOne();
    scene.store().purge(running);

    var sight = watch().look();
    assertThat(sight.active()).isZero();
    assertThat(sight.ended().get(JobState.SUCCEEDED))
        .isEqualTo(new StoreWatch.Ended(2, Duration.ofSeconds(5)));
    assertThat(sight.ended().get(JobState.PARTIAL).count()).isOne();
    assertThat(sight.ended().get(JobState.CANCELLED).count()).isOne();
    assertThat(sight.ended().get(JobState.EXPIRED).count()).isOne();
    assertThat(sight.ended().get(JobState.FAILED).count()).isZero();
  }

  @Test
  void aRunningJobThatRecordsNothingIsSeenUntilItMoves() {
    var watch = watch();
    scene.submit(JobPlan.range(3).chunksOf(1));
    assertThat(watch.look().stalled()).as("it does not run yet").isZero();
    scene.record(scene.claimOne());
    watch.look();
    redis.clock().advance(Duration.ofMinutes(20));
    assertThat(watch.look().stalled()).isEqualTo(Duration.ofMinutes(20));

    scene.drain();
    assertThat(watch.look().stalled()).isZero();
  }

  @Test
  void aPausedJobIsNotStuck() {
    var watch = watch();
    var id = scene.submit(JobPlan.range(3).chunksOf(1));
    scene.record(scene.claimOne());
    watch.look();
    scene.store().pause(id);
    redis.clock().advance(Duration.ofMinutes(20));
    assertThat(watch.look().stalled()).isZero();
  }

  @Test
  void manyActiveJobsAreLookedAtInStretchesAndNoneIsForgotten() {
    var watch = watch();
    IntStream.range(0, 1_200).forEach(_ -> scene.submit(JobPlan.range(2).chunksOf(1)));
    scene.record(scene.claimOne());
    IntStream.range(0, 10).forEach(_ -> watch.look());
    redis.clock().advance(Duration.ofMinutes(5));
    IntStream.range(0, 10).forEach(_ -> watch.look());
    assertThat(watch.look().stalled()).isEqualTo(Duration.ofMinutes(5));
    assertThat(watch.look().active()).isEqualTo(1_200);
  }

  private StoreWatch watch() {
    return new StoreWatch(redis.link(), Keys.SINGLE, redis.clock());
  }
}
