package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import starmap.chunk.ClaimedChunk;
import starmap.chunk.Part;
import starmap.job.JobId;
import starmap.job.JobState;
import starmap.store.JobStore.Rerouted;

class RouteIT {
  private static final String SOURCE = "a.py@1";
  private static final Keys KEYS = Keys.SINGLE;

  @RegisterExtension final Redis redis = new Redis();
  private final Scene scene = new Scene(redis);

  @Test
  void aQueueOfItsOwnIsForThoseWhoHaveTheSource() {
    var id = routed(JobPlan.range(3).chunksOf(1));

    assertThat(scene.claim(9)).isEmpty();
    assertThat(take("other", "b.py@1")).isEmpty();

    var claimed = take("w2", SOURCE);
    assertThat(claimed).extracting(ClaimedChunk::id).extracting("job").containsOnly(id);
    claimed.forEach(scene::record);
    assertThat(scene.find(id).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(redis.raw().exists(KEYS.ready(SOURCE))).isZero();
  }

  @Test
  void chunksOfAllQueuesComeInOneOrder() {
    var first = routed(JobPlan.range(3).chunksOf(1));
    var second = scene.submit(JobPlan.range(3).chunksOf(1));

    var jobs = take("w2", "b.py@1", SOURCE).stream().map(chunk -> chunk.id().job()).toList();

    assertThat(jobs).hasSize(6);
    assertThat(jobs.subList(0, 2)).containsExactlyInAnyOrder(first, second);
    assertThat(jobs.subList(2, 4)).containsExactlyInAnyOrder(first, second);
  }

  @Test
  void aClaimSaysWhichQueuesHaveMore() {
    routed(JobPlan.range(2).chunksOf(1));
    var claim = new JobStore.Claim("w2", 1, Scene.LEASE, false, List.of("b.py@1", SOURCE));

    assertThat(redis.store().settleAndClaim(List.of(), claim).more()).containsExactly(SOURCE);
    assertThat(redis.store().settleAndClaim(List.of(), claim).more()).isEmpty();
  }

  @Test
  void aChunkThatAWorkerCannotComputeGoesToTheQueueOfItsSourceUncharged() {
    var id = scene.submit(JobPlan.range(3).chunksOf(1));
    var stranger = scene.claimOne();

    assertThat(scene.store().reroute(id, SOURCE)).isEqualTo(Rerouted.MOVED);
    assertThat(scene.store().reroute(id, SOURCE)).isEqualTo(Rerouted.KEPT);
    scene.settle(stranger, new Part.Returned(1));

    assertThat(scene.claim(9)).isEmpty();
    var claimed = take("w2", SOURCE);
    assertThat(claimed).hasSize(3).allMatch(one -> one.attempt() == 1 && one.strikes() == 0);
    claimed.forEach(scene::record);
    assertThat(scene.values(id)).isEqualTo(Scene.squares(3));
    assertThat(scene.find(id).settings().queue()).isEqualTo(SOURCE);
  }

  @Test
  void whatComesLaterOrComesBackGoesThereToo() {
    var id = scene.submit(JobPlan.range(40).chunksOf(1));
    var lost = scene.claimOne();
    var delayed = scene.claimOne();
    scene.store().reroute(id, SOURCE);
    scene.settle(delayed, new Part.Delayed(1, Duration.ofSeconds(1)));
    assertThat(lost).isNotNull();

    scene.expire();

    assertThat(scene.claim(9)).isEmpty();
    for (var some = take("w2", SOURCE); !some.isEmpty(); some = take("w2", SOURCE)) {
      some.forEach(scene::record);
    }
    assertThat(scene.values(id)).isEqualTo(Scene.squares(40));
  }

  @Test
  void aPausedJobMovesAndGoesOnThere() {
    var id = scene.submit(JobPlan.range(2).chunksOf(1));
    scene.store().pause(id);
    scene.store().reroute(id, SOURCE);
    assertThat(take("w2", SOURCE)).isEmpty();

    scene.store().resume(id);

    assertThat(scene.claim(9)).isEmpty();
    assertThat(take("w2", SOURCE)).hasSize(2);
  }

  @Test
  void whatHasEndedOrIsUnknownDoesNotMove() {
    var id = scene.submit(JobPlan.range(2));
    scene.store().cancel(id);

    assertThat(scene.store().reroute(id, SOURCE)).isEqualTo(Rerouted.ENDED);
    assertThat(scene.store().reroute(JobId.random(), SOURCE)).isEqualTo(Rerouted.GONE);
  }

  @Test
  void aJobThatEndsEarlyLeavesNothingInItsQueue() {
    scene.store().cancel(routed(JobPlan.range(3).chunksOf(1)));
    scene.store().purge(routed(JobPlan.range(3).chunksOf(1)));

    assertThat(redis.raw().exists(KEYS.ready(SOURCE))).isZero();
  }

  @Test
  void anAuditFindsWhatItsQueueHasLost() {
    var id = routed(JobPlan.range(2).chunksOf(1));
    redis.raw().del(KEYS.ready(SOURCE));

    assertThat(redis.audit(redis.link()).examine(id)).isEqualTo("repaired");

    assertThat(take("w2", SOURCE)).hasSize(2);
  }

  @Test
  void othersStarveOnlyWhereTheyCouldHelp() {
    scene.heartbeat("w2", 1, Set.of(SOURCE));
    scene.heartbeat("w3", 1);
    scene.sweep();
    scene.claim("w3", 1);
    routed(JobPlan.range(1));
    assertThat(round("w2").starving()).as("w3 lacks the source").isFalse();

    scene.heartbeat("w3", 1, Set.of(SOURCE));
    scene.sweep();
    scene.claim("w3", 1);
    routed(JobPlan.range(1));
    assertThat(round("w2").starving()).isTrue();
  }

  @Test
  void theWindowOfAQueueFollowsTheSlotsThatServeIt() {
    scene.heartbeat("w2", 20, Set.of(SOURCE));
    scene.heartbeat("w3", 30);
    scene.sweep();

    var own = routed(JobPlan.range(1000).chunksOf(1));
    assertThat(scene.find(own).chunks().outstanding()).isEqualTo(40);

    scene.store().cancel(own);
    var all = scene.submit(JobPlan.range(1000).chunksOf(1));
    assertThat(scene.find(all).chunks().outstanding()).isEqualTo(100);
  }

  private JobStore.Round round(String worker) {
    var claim = new JobStore.Claim(worker, 1, Scene.LEASE, false, List.of(SOURCE));
    return redis.store().settleAndClaim(List.of(), claim);
  }

  private List<ClaimedChunk> take(String worker, String... queues) {
    var all = new ArrayList<ClaimedChunk>();
    var claim = new JobStore.Claim(worker, 9, Duration.ofDays(1), false, List.of(queues));
    for (var some = redis.store().claim(claim); !some.isEmpty(); ) {
      all.addAll(some);
      some = redis.store().claim(claim);
    }
    return all;
  }

  private JobId routed(JobPlan plan) {
    var job = plan.job();
    redis.store().submit(job.queued(SOURCE), null);
    return plan.id();
  }
}
