package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import starmap.chunk.ChunkId;
import starmap.chunk.ClaimedChunk;
import starmap.chunk.Part;
import starmap.job.JobState;
import starmap.job.OnError;

class ReclaimIT {
  @RegisterExtension final Redis redis = new Redis();
  private final Scene scene = new Scene(redis);

  @Test
  void chunkWhoseLeaseEndedIsReadyAgain() {
    var id = scene.submit(JobPlan.range(1));
    var chunk = scene.claimOne();
    redis.clock().advance(Scene.LEASE.minusMillis(1));
    assertThat(scene.sweep().reclaimed()).isZero();

    redis.clock().advance(Duration.ofMillis(1));

    assertThat(scene.sweep().reclaimed()).isEqualTo(1);
    assertThat(scene.find(id).chunks().reclaimed()).isEqualTo(1);
    assertThat(scene.find(id).counts().running()).isZero();
    assertThat(scene.claimOne().id()).isEqualTo(chunk.id());
  }

  @Test
  void sweepingAgainChangesNothing() {
    scene.submit(JobPlan.range(1));
    scene.claimOne();
    scene.expire();

    assertThat(scene.sweep().reclaimed()).isZero();
  }

  @Test
  void delayedChunkIsReadyWhenItsDelayIsOver() {
    scene.submit(JobPlan.range(1));
    scene.settle(scene.claimOne(), new Part.Delayed(1, Duration.ofSeconds(5)));
    redis.clock().advance(Duration.ofSeconds(4));
    assertThat(scene.sweep().reclaimed()).isZero();

    redis.clock().advance(Duration.ofSeconds(1));
    scene.sweep();

    assertThat(scene.claimOne().attempt()).isEqualTo(2);
  }

  @Test
  void oneSweepTakesBackTheChunksOfManyJobs() {
    scene.submit(JobPlan.range(5).chunksOf(1));
    scene.submit(JobPlan.range(5).chunksOf(1));
    scene.claim(10);

    assertThat(scene.expire().reclaimed()).isEqualTo(10);
    assertThat(scene.claim(11)).hasSize(10);
  }

  @Test
  void eachKindOfEntryIsAnsweredByItsWord() {
    scene.submit(JobPlan.range(3).chunksOf(1));
    var claimed = scene.claim(2);
    var ready = claimed.getFirst().id().range(2, 1);
    assertThat(reclaim(claimed.getFirst().id(), 0)).containsExactly("early");
    assertThat(reclaim(ready, 0)).containsExactly("dropped");
    assertThat(reclaim(ready.range(7, 1), 0)).containsExactly("dropped");
    redis.clock().advance(Scene.LEASE);

    assertThat(reclaim(claimed.getFirst().id(), 0)).containsExactly("ready");
    assertThat(reclaim(claimed.getFirst().id(), 0)).containsExactly("dropped");
  }

  @Test
  void chunkWithoutDeadlineGetsOne() {
    scene.submit(JobPlan.range(1));
    var chunk = scene.claimOne();
    redis.raw().zrem(Keys.SINGLE.due(), chunk.id().toString());
    assertThat(reclaim(chunk.id(), 0)).containsExactly("early");

    assertThat(reclaim(chunk.id(), 0)).containsExactly("ready");
  }

  @Test
  void slowWorkerIsNotCharged() {
    scene.submit(JobPlan.range(1));
    for (int i = 0; i < 10; i++) {
      scene.claimOne();
      scene.heartbeat(Scene.WORKER, 1);
      redis.clock().advance(Scene.LEASE.minusMillis(1));
      scene.heartbeat(Scene.WORKER, 1);
      redis.clock().advance(Duration.ofMillis(1));
      scene.sweep();
    }

    assertThat(scene.claimOne().strikes()).isZero();
  }

  @Test
  void nobodyIsChargedRightAfterAnOutage() {
    scene.submit(JobPlan.range(1));
    scene.heartbeat(Scene.WORKER, 1);
    scene.claimOne();
    redis.clock().advance(Duration.ofMinutes(1));

    scene.sweep();

    assertThat(scene.claimOne().strikes()).isZero();
  }

  @Test
  void deathOfItsWorkerIsAStrike() {
    scene.sweep();
    scene.submit(JobPlan.range(4).chunksOf(4));
    scene.claimOne("w2");

    die("w2");

    assertThat(scene.claimOne().strikes()).isEqualTo(1);
  }

  @Test
  void chunksThatDiedTogetherAreClaimedOneByOne() {
    scene.sweep();
    scene.submit(JobPlan.range(5).chunksOf(1));
    scene.record(scene.claimOne());
    var batch = new JobStore.Claim("w2", 3, Duration.ofDays(1));
    assertThat(redis.store().claim(batch)).hasSize(3);
    die("w2");

    for (int strikes : new int[] {1, 1, 1, 0}) {
      assertThat(redis.store().claim(batch))
          .extracting(ClaimedChunk::strikes)
          .containsExactly(strikes);
    }
    assertThat(redis.store().claim(batch)).isEmpty();
  }

  @Test
  void secondStrikeIsolatesTheItemThatWasAtWork() {
    scene.sweep();
    scene.submit(JobPlan.range(10).chunksOf(10));
    scene.claimOne("w2");
    die("w2");
    scene.extend(scene.claimOne("w3"), 6);
    die("w3");

    var claimed = scene.claim(4);

    assertThat(claimed)
        .extracting(c -> c.id().start() + "+" + c.id().length() + " strikes " + c.strikes())
        .containsExactlyInAnyOrder("0+6 strikes 0", "6+1 strikes 2", "7+3 strikes 0");
  }

  @Test
  void suspectThatOnlyWaitedBesideTheKillerIsNotChargedHoweverOften() {
    scene.sweep();
    var id = scene.submit(JobPlan.range(1));
    for (int death = 0; death < 9; death++) {
      scene.claimOne("p" + death);
      die("p" + death);
    }

    var chunk = scene.claimOne();
    assertThat(chunk.strikes()).isEqualTo(1);
    assertThat(chunk.attempt()).isEqualTo(10);
    scene.record(chunk);
    assertThat(scene.find(id).state()).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void itemWithThreeStrikesIsRecordedAsCrashedAndTheJobGoesOn() {
    scene.sweep();
    var id = scene.submit(JobPlan.range(3).chunksOf(3));
    poison(id, 1);

    assertThat(scene.find(id).state()).isEqualTo(JobState.PARTIAL);
    assertThat(scene.values(id)).containsExactly("0", "CRASHED", "4");
    var error = scene.find(id).error();
    assertThat(error.type()).isEqualTo("CRASHED");
    assertThat(error.index()).isEqualTo(1);
    assertThat(error.attempts()).isEqualTo(3);
    assertThat(error.message()).startsWith("3 workers died").contains("(p2 was the last)");
  }

  @Test
  void poisonItemKillsThreeWorkers() {
    scene.sweep();
    var id = scene.submit(JobPlan.range(5_000).chunksOf(5_000));

    assertThat(poison(id, 4_321)).isEqualTo(3);
  }

  @Test
  void crashedItemOfAnUploadCountsItsInput() {
    scene.sweep();
    var id = scene.upload(JobPlan.upload().chunksOf(4), 4);
    redis.store().seal(id);
    poison(id, 0);

    assertThat(scene.values(id)).containsExactly("CRASHED", "1", "4", "9");
  }

  @Test
  void crashedItemEndsAJobThatIsToFail() {
    scene.sweep();
    var id = scene.submit(JobPlan.range(3).chunksOf(1).onError(OnError.FAIL));
    poison(id, 0);

    assertThat(scene.find(id).state()).isEqualTo(JobState.FAILED);
    assertThat(scene.claim(1)).isEmpty();
  }

  @Test
  void windowFullOfPoisonIsRefilled() {
    scene.sweep();
    var id = scene.submit(JobPlan.range(20).chunksOf(1));
    for (int death = 0; death < 3; death++) {
      scene.claim("p" + death, 16).forEach(chunk -> scene.extend(chunk, 0));
      die("p" + death);
    }

    assertThat(scene.find(id).counts().failed()).isEqualTo(16);
    assertThat(scene.claim(9)).hasSize(4);
  }

  /** The worker is silent for longer than a lease, and forgotten. */
  private void die(String worker) {
    scene.heartbeat(worker, 1);
    redis.clock().advance(Scene.LEASE.plusMillis(1));
    scene.sweep();
  }

  /** Computes a job one item of which kills its worker each time; how often that was. */
  private int poison(starmap.job.JobId id, long item) {
    int deaths = 0;
    while (!scene.find(id).state().isTerminal()) {
      var worker = "p" + deaths;
      var chunk = scene.claimOne(worker);
      if (holds(chunk, item)) {
        scene.extend(chunk, (int) (item - chunk.id().start()));
        deaths++;
        die(worker);
      } else {
        scene.record(chunk);
      }
    }
    return deaths;
  }

  private static boolean holds(ClaimedChunk chunk, long item) {
    return chunk.id().start() <= item && item < chunk.id().end();
  }

  private List<String> reclaim(ChunkId chunk, int charge) {
    var arguments = new Arguments().add(redis.clock().get()).add(chunk.job().value());
    arguments.add(chunk.toString()).add(charge).add("").add("");
    var keys = Keys.SINGLE.ofJob(chunk.job());
    var reply =
        new Reply(redis.link().call(s -> s.scripts().call(Script.RECLAIM, keys, arguments)));
    return java.util.stream.IntStream.range(0, reply.size()).mapToObj(reply::text).toList();
  }
}
