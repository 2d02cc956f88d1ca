package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import starmap.chunk.ClaimedChunk;
import starmap.chunk.LeaseState;

class ExtendIT {
  @RegisterExtension final Redis redis = new Redis();
  private final Scene scene = new Scene(redis);

  @Test
  void renewedLeaseOutlivesTheFirst() {
    scene.submit(JobPlan.range(1));
    var chunk = scene.claimOne();
    for (int i = 0; i < 5; i++) {
      redis.clock().advance(Duration.ofSeconds(10));
      assertThat(scene.extend(chunk, -1)).isEqualTo(LeaseState.HELD);
      assertThat(scene.sweep().reclaimed()).isZero();
    }
  }

  @Test
  void leaseThatEndedMayBeRenewedUntilSomebodyTakesTheChunkBack() {
    scene.submit(JobPlan.range(1));
    var chunk = scene.claimOne();
    redis.clock().advance(Duration.ofHours(1));

    assertThat(scene.extend(chunk, -1)).isEqualTo(LeaseState.HELD);
    assertThat(scene.sweep().reclaimed()).isZero();
  }

  @Test
  void chunkThatIsQueuedAgainIsLost() {
    scene.submit(JobPlan.range(1));
    var chunk = scene.claimOne();
    scene.expire();

    assertThat(scene.extend(chunk, -1)).isEqualTo(LeaseState.LOST);
  }

  @Test
  void chunkThatAnotherWorkerHoldsIsLost() {
    scene.submit(JobPlan.range(1));
    var chunk = scene.claimOne();
    scene.expire();
    var holder = scene.claimOne("w2");

    assertThat(scene.extend(chunk, -1)).isEqualTo(LeaseState.LOST);
    assertThat(scene.extend(holder, -1)).isEqualTo(LeaseState.HELD);
  }

  @Test
  void recordedCancelledAndPurgedChunksAreGone() {
    scene.submit(JobPlan.range(1));
    var recorded = scene.claimOne();
    scene.record(recorded);
    var cancelledId = scene.submit(JobPlan.range(1));
    var cancelled = scene.claimOne();
    redis.store().cancel(cancelledId);
    var purgedId = scene.submit(JobPlan.range(1));
    var purged = scene.claimOne();
    redis.store().purge(purgedId);

    var states = redis.store().extend(List.of(held(recorded), held(cancelled), held(purged)));

    assertThat(states.states()).containsOnly(LeaseState.GONE).hasSize(3);
  }

  @Test
  void renewalThatTellsNothingKeepsTheItemAtWork() {
    scene.submit(JobPlan.range(10).chunksOf(10));
    var chunk = scene.claimOne();
    scene.extend(chunk, 4);

    assertThat(scene.extend(chunk, -1)).isEqualTo(LeaseState.HELD);

    assertThat(position(chunk)).isEqualTo("4");
  }

  @Test
  void positionIsWrittenAhead() {
    scene.submit(JobPlan.range(10).chunksOf(10));
    var chunk = scene.claimOne();

    scene.extend(chunk, 4);
    assertThat(position(chunk)).isEqualTo("4");
    scene.extend(chunk, 7);
    scene.extend(chunk, 7);

    assertThat(position(chunk)).isEqualTo("7");
    assertThat(scene.record(chunk)).isEqualTo(starmap.chunk.SettleResult.RECORDED);
  }

  @Test
  void othersStarveWhileSomeWorkerIsIdleAndNothingIsReady() {
    scene.submit(JobPlan.range(2).chunksOf(1));
    var chunk = scene.claimOne();
    assertThat(starving(chunk)).isFalse();
    scene.claimOne();
    assertThat(starving(chunk)).isFalse();

    scene.claim("w2", 1);
    assertThat(starving(chunk)).isTrue();
    scene.submit(JobPlan.range(1));
    assertThat(starving(chunk)).isFalse();
  }

  @Test
  void nothingHeldIsNothingLost() {
    assertThat(redis.store().extend(List.of()).states()).isEmpty();
  }

  private boolean starving(ClaimedChunk chunk) {
    return redis.store().extend(List.of(held(chunk))).starving();
  }

  private static JobStore.Held held(ClaimedChunk chunk) {
    return new JobStore.Held(chunk.id(), chunk.token(), -1);
  }

  private String position(ClaimedChunk chunk) {
    var record = redis.raw().hget(Keys.SINGLE.chunks(chunk.id().job()), chunk.id().toString());
    return record.split(";", -1)[3];
  }
}
