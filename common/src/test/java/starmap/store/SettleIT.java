package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import starmap.chunk.ClaimedChunk;
import starmap.chunk.LeaseState;
import starmap.chunk.Part;
import starmap.chunk.SettleResult;
import starmap.job.JobId;
import starmap.job.JobState;
import starmap.job.OnError;
import starmap.job.ResultStorage;

class SettleIT {
  @RegisterExtension final Redis redis = new Redis();
  private final Scene scene = new Scene(redis);

  @Test
  void lastRecordedChunkEndsTheJob() {
    var id = scene.submit(JobPlan.range(4).chunksOf(2));

    assertThat(scene.record(scene.claimOne())).isEqualTo(SettleResult.RECORDED);
    assertThat(scene.find(id).state()).isEqualTo(JobState.RUNNING);
    assertThat(scene.record(scene.claimOne())).isEqualTo(SettleResult.RECORDED);

    assertThat(scene.find(id).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(scene.find(id).counts().succeeded()).isEqualTo(4);
  }

  @Test
  void settlingAgainIsGoneAndChangesNothing() {
    var id = scene.submit(JobPlan.range(4).chunksOf(2));
    var chunk = scene.claimOne();
    scene.record(chunk);
    redis.check();

    assertThat(scene.record(chunk)).isEqualTo(SettleResult.GONE);
    assertThat(scene.settle(chunk, Parts.failures(0, 2, "Late"))).isEqualTo(SettleResult.GONE);
    assertThat(scene.find(id).counts().succeeded()).isEqualTo(2);
  }

  @Test
  void sameChunkTwiceInOneCallIsRecordedOnce() {
    var id = scene.submit(JobPlan.range(2).chunksOf(2));
    var one = Scene.settlement(scene.claimOne(), Duration.ZERO, Parts.squares(0, 2));

    assertThat(redis.store().settle(List.of(one, one)))
        .containsExactly(SettleResult.RECORDED, SettleResult.GONE);
    assertThat(scene.find(id).state()).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void lateCompletionAfterReclaimIsRecordedOnce() {
    var id = scene.submit(JobPlan.range(2).chunksOf(2));
    var late = scene.claimOne();
    scene.expire();
    var next = scene.claimOne("w2");

    assertThat(scene.record(late)).isEqualTo(SettleResult.LATE);
    assertThat(scene.extend(next, -1)).isEqualTo(LeaseState.GONE);
    assertThat(scene.record(next)).isEqualTo(SettleResult.GONE);
    assertThat(scene.values(id)).isEqualTo(Scene.squares(2));
  }

  @Test
  void lateCompletionTakesTheChunkOutOfTheQueue() {
    var id = scene.submit(JobPlan.range(2).chunksOf(2));
    var late = scene.claimOne();
    scene.expire();

    assertThat(scene.record(late)).isEqualTo(SettleResult.LATE);
    assertThat(scene.claim(1)).isEmpty();
    assertThat(scene.find(id).state()).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void lateCompletionOfADelayedChunkCounts() {
    scene.submit(JobPlan.range(1));
    var late = scene.claimOne();
    scene.expire();
    scene.settle(scene.claimOne("w2"), new Part.Delayed(1, Duration.ofHours(1)));

    assertThat(scene.record(late)).isEqualTo(SettleResult.LATE);
  }

  @Test
  void completionBetweenLeaseEndAndSweepCounts() {
    scene.submit(JobPlan.range(1));
    var chunk = scene.claimOne();
    redis.clock().advance(Duration.ofHours(1));

    assertThat(scene.record(chunk)).isEqualTo(SettleResult.RECORDED);
  }

  @Test
  void onlyTheHolderMayDivide() {
    scene.submit(JobPlan.range(3).chunksOf(3));
    var late = scene.claimOne();
    scene.expire();
    var holder = scene.claimOne("w2");

    assertThat(scene.settle(late, Parts.squares(0, 1), new Part.Returned(2)))
        .isEqualTo(SettleResult.LOST);
    assertThat(scene.settle(late, new Part.Delayed(3, Duration.ZERO))).isEqualTo(SettleResult.LOST);
    assertThat(scene.settle(late, new Part.Returned(3))).isEqualTo(SettleResult.LOST);
    assertThat(scene.settle(late, new Part.Kept(3))).isEqualTo(SettleResult.LOST);
    assertThat(scene.extend(holder, -1)).isEqualTo(LeaseState.HELD);
  }

  @Test
  void dividedChunkIsGoneUnderItsOldName() {
    scene.submit(JobPlan.range(3).chunksOf(3));
    var chunk = scene.claimOne();

    assertThat(scene.settle(chunk, Parts.squares(0, 1), new Part.Kept(1), new Part.Returned(1)))
        .isEqualTo(SettleResult.RECORDED);
    assertThat(scene.settle(chunk, Parts.squares(0, 1), new Part.Kept(1), new Part.Returned(1)))
        .isEqualTo(SettleResult.GONE);
    assertThat(scene.extend(part(chunk, 1, 1), -1)).isEqualTo(LeaseState.HELD);
    assertThat(scene.claimOne("w2").id()).isEqualTo(chunk.id().range(2, 1));
  }

  @Test
  void keptPartHasAFreshLease() {
    var id = scene.submit(JobPlan.range(2).chunksOf(2));
    var chunk = scene.claimOne();
    redis.clock().advance(Duration.ofSeconds(10));
    scene.settle(chunk, Parts.squares(0, 1), new Part.Kept(1));

    redis.clock().advance(Duration.ofSeconds(10));

    assertThat(scene.sweep().reclaimed()).isZero();
    assertThat(scene.find(id).counts().running()).isEqualTo(1);
    assertThat(scene.record(part(chunk, 1, 1))).isEqualTo(SettleResult.RECORDED);
  }

  @Test
  void theItemAtWorkIsStillKnownWhenItsChunkIsDivided() {
    var id = scene.submit(JobPlan.range(10).chunksOf(10));
    var chunk = scene.claimOne();
    scene.extend(chunk, 4);

    scene.settle(chunk, Parts.squares(0, 4), new Part.Kept(1), new Part.Returned(5));
    assertThat(position(id, part(chunk, 4, 1))).isEqualTo("0");

    var next = scene.claimOne();
    scene.extend(next, 1);
    scene.settle(next, Parts.squares(5, 2), new Part.Kept(3));
    assertThat(position(id, part(next, 7, 3))).isEqualTo("-1");
  }

  @Test
  void failedItemsAloneAreTriedAgain() {
    var id = scene.submit(JobPlan.range(5).chunksOf(5));
    var chunk = scene.claimOne();
    var delay = new Part.Delayed(1, Duration.ofSeconds(2));
    scene.settle(
        chunk, Parts.squares(0, 1), delay, Parts.squares(2, 1), delay, Parts.squares(4, 1));
    assertThat(scene.claim(1)).isEmpty();
    assertThat(scene.find(id).counts().retried()).isEqualTo(2);

    redis.clock().advance(Duration.ofSeconds(2));
    assertThat(scene.sweep().reclaimed()).isEqualTo(2);
    var again = scene.claim(2);

    assertThat(again).extracting(ClaimedChunk::attempt).containsExactly(2, 2);
    assertThat(again).extracting(c -> c.id().start()).containsExactlyInAnyOrder(1L, 3L);
    again.forEach(scene::record);
    assertThat(scene.values(id)).isEqualTo(Scene.squares(5));
  }

  @Test
  void failedItemsAreCollected() {
    var id = scene.submit(JobPlan.range(3).chunksOf(1));
    var chunks = scene.claim(3);
    scene.settle(chunks.get(2), Parts.failures(2, 1, "Second"));
    scene.settle(chunks.get(1), Parts.failures(1, 1, "First"));
    scene.record(chunks.get(0));

    assertThat(scene.find(id).state()).isEqualTo(JobState.PARTIAL);
    assertThat(scene.find(id).error().type()).isEqualTo("First");
    assertThat(scene.find(id).error().index()).isEqualTo(1);
    assertThat(scene.values(id)).containsExactly("0", "First", "Second");
  }

  @Test
  void laterErrorOfAHigherIndexIsNotTheJobs() {
    var id = scene.submit(JobPlan.range(2).chunksOf(1));
    scene.settle(scene.claimOne(), Parts.failures(0, 1, "First"));
    scene.settle(scene.claimOne(), Parts.failures(1, 1, "Second"));

    assertThat(scene.find(id).error().type()).isEqualTo("First");
  }

  @Test
  void firstFailureEndsAJobThatIsToFail() {
    var id = scene.submit(JobPlan.range(100).chunksOf(1).onError(OnError.FAIL));
    var chunks = scene.claim(2);
    scene.settle(chunks.get(1), Parts.failures(1, 1, "Boom"));

    assertThat(scene.find(id).state()).isEqualTo(JobState.FAILED);
    assertThat(scene.find(id).counts().cancelled()).isEqualTo(99);
    assertThat(scene.record(chunks.get(0))).isEqualTo(SettleResult.GONE);
    assertThat(scene.claim(1)).isEmpty();
  }

  @Test
  void recordedChunkMakesRoomForTheNextOfTheWindow() {
    scene.submit(JobPlan.range(17).chunksOf(1));
    var claimed = scene.claim(17);
    assertThat(claimed).hasSize(16);

    scene.record(claimed.getFirst());

    assertThat(scene.claimOne().id().start()).isEqualTo(16);
  }

  @Test
  void automaticChunksGrowSixteenfoldAStepTowardsAQuarterSecond() {
    scene.heartbeat("w1", 4);
    scene.sweep();
    var id = scene.submit(JobPlan.range(100_000_000));
    var lengths = new java.util.TreeSet<Integer>();
    for (int i = 0; i < 64; i++) {
      var chunk = scene.claimOne();
      lengths.add(chunk.id().length());
      scene.settle(
          Scene.settlement(
              chunk,
              Duration.ofNanos(10_000L * chunk.id().length()),
              Parts.squares(chunk.id().start(), chunk.id().length())));
    }

    assertThat(lengths).containsExactly(8, 128, 2048, 25_000);
    assertThat(Double.parseDouble(RecordField.of(redis, id, "cost").get())).isEqualTo(0.01);
  }

  @Test
  void automaticChunksShrinkTowardsTheEnd() {
    scene.heartbeat("w1", 4);
    scene.sweep();
    redis.raw().hset(Keys.SINGLE.costs(), "square@1", "1");
    scene.submit(JobPlan.range(1_000));

    var lengths = scene.claim(16).stream().map(chunk -> chunk.id().length()).toList();

    assertThat(lengths.getFirst()).isEqualTo(125);
    assertThat(lengths).isSortedAccordingTo(java.util.Comparator.reverseOrder());
    assertThat(lengths.getLast()).isLessThan(30).isGreaterThanOrEqualTo(10);
  }

  @Test
  void automaticChunksFillASlotThatRunsSeveralItemsAtATime() {
    scene.heartbeat("w1", 4);
    scene.sweep();
    redis.raw().hset(Keys.SINGLE.costs(), "square@1", "100");
    redis.store().submit(JobPlan.range(1_000).job().together(64), null);

    var lengths = scene.claim(16).stream().map(chunk -> chunk.id().length()).toList();

    assertThat(lengths).hasSize(16).endsWith(1_000 - 15 * 64);
    assertThat(lengths.subList(0, 15)).containsOnly(64);
  }

  @Test
  void chunksNeverCrossBlocks() {
    var plan = JobPlan.upload().chunksOf(4);
    scene.upload(plan, 6);
    redis.store().put(plan.id(), Parts.block(6, 6));
    redis.store().seal(plan.id());

    assertThat(scene.claim(9)).extracting(c -> c.id().length()).containsExactly(4, 2, 4, 2);
  }

  @Test
  void uncollectedItemsAreOnlyCounted() {
    var id = scene.submit(JobPlan.range(40).chunksOf(4).stored(ResultStorage.NONE));

    var chunks = scene.claim(10);
    chunks.reversed().forEach(scene::record);

    assertThat(scene.find(id).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(scene.find(id).counts().contiguousUntil()).isEqualTo(40);
    assertThat(redis.raw().exists(Keys.SINGLE.results(id), Keys.SINGLE.map(id))).isZero();
  }

  @Test
  void partsThatDoNotCoverTheChunkAreRefusedBeforeAnythingIsWritten() {
    scene.submit(JobPlan.range(2).chunksOf(2));
    var chunk = scene.claimOne();
    var arguments = new Arguments().add(redis.clock().get()).add(chunk.id().job().value()).add(1);
    arguments.add(chunk.id().toString()).add(chunk.token()).add(0).add(1).add("Q").add(1);
    var keys = Keys.SINGLE.ofJob(chunk.id().job());

    assertThatThrownBy(
            () -> redis.link().call(s -> s.scripts().call(Script.SETTLE, keys, arguments)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("parts cover 1 of 2 items");
    assertThat(scene.record(chunk)).isEqualTo(SettleResult.RECORDED);
  }

  @Test
  void purgedJobIsGoneEvenWhenItsIdIsUsedAgain() {
    var plan = JobPlan.range(1);
    scene.submit(plan);
    var stale = scene.claimOne();
    redis.store().purge(plan.id());
    scene.submit(plan);

    assertThat(scene.record(stale)).isEqualTo(SettleResult.GONE);
    assertThat(scene.find(plan.id()).state()).isEqualTo(JobState.QUEUED);
  }

  private String position(JobId id, ClaimedChunk chunk) {
    return redis.raw().hget(Keys.SINGLE.chunks(id), chunk.id().toString()).split(";", -1)[3];
  }

  private static ClaimedChunk part(ClaimedChunk chunk, long start, int length) {
    return new ClaimedChunk(
        chunk.id().range(start, length), chunk.token(), 1, 0, chunk.spec(), chunk.input());
  }
}
