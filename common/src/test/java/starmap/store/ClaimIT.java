package starmap.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import starmap.chunk.ClaimedChunk;
import starmap.chunk.Part;
import starmap.chunk.SettleResult;
import starmap.job.JobId;
import starmap.job.JobState;

class ClaimIT {
  @RegisterExtension final Redis redis = new Redis();
  private final Scene scene = new Scene(redis);

  @Test
  void nothingIsClaimedWhereNothingIsReady() {
    assertThat(scene.claim(5)).isEmpty();
  }

  @Test
  void firstClaimMakesTheJobRunning() {
    var id = scene.submit(JobPlan.range(10).chunksOf(4));
    redis.clock().advance(Duration.ofSeconds(3));
    scene.claimOne();

    var job = scene.find(id);
    assertThat(job.state()).isEqualTo(JobState.RUNNING);
    assertThat(job.times().started()).isEqualTo(Instant.ofEpochMilli(redis.clock().millis()));
    assertThat(job.counts().running()).isEqualTo(4);
    assertThat(job.counts().queued()).isEqualTo(6);
  }

  @Test
  void claimedChunkComesWithAllThatIsNeededToComputeIt() {
    var plan = JobPlan.upload().chunksOf(2);
    redis.store().create(plan.job());
    redis.store().put(plan.id(), Parts.block(0, 1));
    redis.store().put(plan.id(), Parts.block(1, 4));
    redis.store().seal(plan.id());
    scene.claimOne();

    var chunk = scene.claimOne();

    assertThat(chunk.id().start()).isEqualTo(1);
    assertThat(chunk.spec()).isEqualTo(plan.job().spec());
    assertThat(chunk.attempt()).isEqualTo(1);
    assertThat(chunk.strikes()).isZero();
    assertThat(chunk.input().start()).isEqualTo(1);
    assertThat(new String(chunk.input().items(), US_ASCII)).isEqualTo("[1,2,3,4]");
  }

  @Test
  void generatedChunkHasNoInput() {
    scene.submit(JobPlan.range(1));

    assertThat(scene.claimOne().input()).isNull();
  }

  @Test
  void tokensDiffer() {
    scene.submit(JobPlan.range(8).chunksOf(1));

    assertThat(scene.claim(8)).extracting(ClaimedChunk::token).doesNotHaveDuplicates();
  }

  @Test
  void chunkOfUnknownCostIsClaimedAlone() {
    scene.submit(JobPlan.range(9).chunksOf(1));

    assertThat(claim(9, Duration.ofDays(1))).hasSize(1);
  }

  @Test
  void cheapChunksAreClaimedTogetherUpToTheWorkAskedFor() {
    scene.submit(JobPlan.range(20).chunksOf(1));
    scene.settle(Scene.settlement(scene.claimOne(), Duration.ofMillis(10), Parts.squares(0, 1)));

    assertThat(claim(16, Duration.ofMillis(50))).hasSize(5);
    assertThat(claim(3, Duration.ofMillis(50))).hasSize(3);
  }

  @Test
  void longChunkIsNotClaimedBehindAShortOneWhoseResultWouldWaitForIt() {
    var large = scene.submit(JobPlan.range(1_000).chunksOf(100));
    scene.record(scene.claimOne());
    RecordField.of(redis, large, "cost").set("10");
    redis.raw().hset(Keys.SINGLE.costs(), "square@1", "0.1");
    var small = scene.submit(JobPlan.range(1));

    assertThat(claim(8, Duration.ofMillis(5)))
        .extracting(chunk -> chunk.id().job())
        .containsExactly(small);
    assertThat(claim(8, Duration.ofMillis(5)))
        .extracting(chunk -> chunk.id().job())
        .containsExactly(large);
  }

  @Test
  void shareIsMeasuredInWorkAndNotInChunks() {
    redis.raw().hset(Keys.SINGLE.costs(), "square@1", "1");
    var long250 = scene.submit(JobPlan.range(100_000).chunksOf(250));
    var short25 = scene.submit(JobPlan.range(100_000).chunksOf(25));

    var items = new java.util.HashMap<JobId, Integer>();
    for (int i = 0; i < 110; i++) {
      var chunk = scene.claimOne();
      items.merge(chunk.id().job(), chunk.id().length(), Integer::sum);
      var millis = Duration.ofMillis(chunk.id().length());
      var squares = Parts.squares(chunk.id().start(), chunk.id().length());
      scene.settle(Scene.settlement(chunk, millis, squares));
    }

    assertThat(items.get(long250)).isBetween(2_250, 2_750);
    assertThat(items.get(short25)).isBetween(2_250, 2_750);
  }

  @Test
  void smallJobOfAnUnknownFunctionIsServedAsSoonAsItsFirstChunkWasMeasured() {
    redis.raw().hset(Keys.SINGLE.costs(), "square@1", "1");
    scene.submit(JobPlan.range(1_000_000).chunksOf(250));
    scene.claim(2);
    redis.raw().del(Keys.SINGLE.costs());
    var small = scene.submit(JobPlan.range(12).chunksOf(3));

    for (int i = 0; i < 4; i++) {
      var chunk = scene.claimOne();
      assertThat(chunk.id().job()).isEqualTo(small);
      scene.record(chunk);
    }
  }

  @Test
  void claimStopsBehindOneMegabyteOfInput() {
    for (int i = 0; i < 3; i++) {
      var plan = JobPlan.upload().chunksOf(1);
      var bytes = ("[\"" + "x".repeat(600 << 10) + "\"]").getBytes(US_ASCII);
      redis.store().create(plan.job());
      redis.store().put(plan.id(), new starmap.chunk.Block(0, 1, bytes));
      redis.store().seal(plan.id());
    }
    redis.raw().keys("*j:*").stream()
        .filter(key -> redis.raw().type(key).equals("hash") && redis.raw().hexists(key, "record"))
        .forEach(key -> new RecordField(redis.raw(), key, "cost").set("1"));

    assertThat(claim(9, Duration.ofDays(1))).hasSize(2);
  }

  @Test
  void chunksOfOneBlockBringItOnce() {
    redis.raw().hset(Keys.SINGLE.costs(), "square@1", "1");
    var id = scene.upload(JobPlan.upload().chunksOf(2), 6);
    redis.store().seal(id);

    var claimed = claim(3, Duration.ofDays(1));

    assertThat(claimed).hasSize(3);
    assertThat(claimed.get(2).input()).isSameAs(claimed.get(0).input());
  }

  @Test
  void smallJobBehindALargeOneIsServedSoon() {
    scene.submit(JobPlan.range(1_000_000_000));
    scene.claim(10).forEach(scene::record);

    var small = scene.submit(JobPlan.range(3).chunksOf(1));

    assertThat(scene.claim(8)).extracting(chunk -> chunk.id().job()).contains(small, small, small);
  }

  @Test
  void equalJobsAreServedInTurn() {
    var first = scene.submit(JobPlan.range(1_000).chunksOf(1));
    var second = scene.submit(JobPlan.range(1_000).chunksOf(1));

    var turns = new java.util.HashMap<JobId, Integer>();
    for (int i = 0; i < 40; i++) {
      var chunk = scene.claimOne();
      turns.merge(chunk.id().job(), 1, Integer::sum);
      scene.record(chunk);
    }

    assertThat(turns.get(first)).isEqualTo(20);
    assertThat(turns.get(second)).isEqualTo(20);
  }

  @Test
  void newcomerGetsItsShareAndNotTheTimeItWasAway() {
    scene.submit(JobPlan.range(1_000).chunksOf(1));
    scene.claim(16).forEach(scene::record);
    scene.claim(16).forEach(scene::record);
    var newcomer = scene.submit(JobPlan.range(1_000).chunksOf(1));

    int turns = 0;
    for (int i = 0; i < 10; i++) {
      var chunk = scene.claimOne();
      turns += chunk.id().job().equals(newcomer) ? 1 : 0;
      scene.record(chunk);
    }

    assertThat(turns).isBetween(4, 6);
  }

  @Test
  void returnedChunkIsClaimedNext() {
    scene.submit(JobPlan.range(10).chunksOf(1));
    var chunk = scene.claimOne();
    scene.settle(chunk, new Part.Returned(1));

    var next = scene.claimOne();

    assertThat(next.id()).isEqualTo(chunk.id());
    assertThat(next.attempt()).isEqualTo(1);
    assertThat(next.token()).isNotEqualTo(chunk.token());
  }

  @Test
  void answerThatWasLostComesBackWhenTheLeaseEnds() {
    scene.submit(JobPlan.range(1));
    var lost = scene.claimOne();
    assertThat(scene.claim(1)).isEmpty();

    scene.expire();
    var again = scene.claimOne();

    assertThat(again.id()).isEqualTo(lost.id());
    assertThat(again.attempt()).isEqualTo(2);
    assertThat(scene.record(again)).isEqualTo(SettleResult.RECORDED);
  }

  @Test
  void staleEntryOfTheReadySetIsPassedOver() {
    scene.submit(JobPlan.range(1));
    redis.raw().zadd(Keys.SINGLE.ready("default"), -1, JobId.random() + ".gone:0:1");

    assertThat(scene.claim(2)).hasSize(1);
  }

  @Test
  void workerThatFindsNothingIsIdleUntilItFindsSomething() {
    scene.claim("w7", 1);
    assertThat(redis.raw().zscore(Keys.SINGLE.idle(), "w7"))
        .isEqualTo((double) redis.clock().millis());

    scene.submit(JobPlan.range(1));
    scene.claim("w7", 1);

    assertThat(redis.raw().zscore(Keys.SINGLE.idle(), "w7")).isNull();
  }

  @Test
  void workerOfWhichAnotherSlotWaitsStaysIdle() {
    scene.claim("w7", 1);
    scene.submit(JobPlan.range(1));

    redis.store().claim(new JobStore.Claim("w7", 1, Scene.LEASE, true));

    assertThat(redis.raw().zscore(Keys.SINGLE.idle(), "w7")).isNotNull();
  }

  @Test
  void claimTellsWhetherMoreWorkersHaveNothingToDoThanChunksAreReady() {
    scene.submit(JobPlan.range(4).chunksOf(1));
    redis.raw().zadd(Keys.SINGLE.idle(), 1, "w7");
    redis.raw().zadd(Keys.SINGLE.idle(), 1, "w8");

    var starving = new java.util.ArrayList<Boolean>();
    for (int i = 0; i < 4; i++) {
      var claim = new JobStore.Claim("w1", 1, Scene.LEASE);
      starving.add(redis.store().settleAndClaim(java.util.List.of(), claim).starving());
    }

    assertThat(starving).containsExactly(false, false, true, true);
  }

  private java.util.List<ClaimedChunk> claim(int most, Duration work) {
    return redis.store().claim(new JobStore.Claim("w1", most, work));
  }
}
