package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import starmap.job.JobId;
import starmap.job.JobState;

/** Whole lives of jobs, and the verbs that are more than one script. */
class RedisJobStoreIT {
  @RegisterExtension final Redis redis = new Redis();
  private final Scene scene = new Scene(redis);

  @Test
  void rangeJobIsComputedOnceAndReadInOrder() {
    var id = scene.submit(JobPlan.range(20_000));

    scene.drain();

    assertThat(scene.find(id).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(scene.values(id)).isEqualTo(Scene.squares(20_000));
  }

  @Test
  void uploadedJobIsComputedOnceAndReadInOrder() {
    var id = scene.upload(JobPlan.upload().chunksOf(3), 40);
    redis.store().put(id, Parts.block(40, 10));
    redis.store().seal(id);

    scene.drain();

    assertThat(scene.find(id).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(scene.values(id)).isEqualTo(Scene.squares(50));
  }

  @Test
  void settlementsOfSeveralJobsAreAnsweredInTheOrderGiven() {
    scene.submit(JobPlan.range(2).chunksOf(1));
    scene.submit(JobPlan.range(2).chunksOf(1));
    var claimed = scene.claim(4);
    scene.record(claimed.get(1));

    var settlements =
        claimed.stream()
            .map(c -> Scene.settlement(c, Scene.LEASE, Parts.squares(c.id().start(), 1)))
            .toList();
    var results = redis.store().settle(settlements);

    assertThat(results).hasSize(4);
    for (int i = 0; i < 4; i++) {
      var expected = i == 1 ? starmap.chunk.SettleResult.GONE : starmap.chunk.SettleResult.RECORDED;
      assertThat(results.get(i)).isEqualTo(expected);
    }
  }

  @Test
  void settlingAndClaimingIsOneRoundThatGivesTheNextChunk() {
    scene.submit(JobPlan.range(2).chunksOf(1));
    var first = scene.claimOne();
    var settlement = Scene.settlement(first, Scene.LEASE, Parts.squares(0, 1));

    var round =
        redis.store().settleAndClaim(List.of(settlement), new JobStore.Claim("w1", 1, Scene.LEASE));

    assertThat(round.settled()).containsExactly(starmap.chunk.SettleResult.RECORDED);
    assertThat(round.claimed()).singleElement().matches(chunk -> chunk.id().start() == 1);
  }

  @Test
  void unknownJobIsNotFound() {
    assertThat(redis.store().find(JobId.random())).isEmpty();
  }

  @Test
  void jobsAreListedFromTheNewestInPages() {
    var ids = new java.util.ArrayList<JobId>();
    for (int i = 0; i < 7; i++) {
      ids.addFirst(scene.submit(JobPlan.range(1)));
      redis.clock().advance(Scene.LEASE);
    }

    var found = new java.util.ArrayList<JobId>();
    var cursor = JobStore.Cursor.BEGIN;
    while (cursor != null) {
      var page = redis.store().list(cursor, 3);
      page.jobs().forEach(job -> found.add(job.id()));
      cursor = page.next();
    }

    assertThat(found).isEqualTo(ids);
  }

  @Test
  void jobsOfOneMillisecondAreListedOnceEach() {
    var ids = new java.util.HashSet<JobId>();
    for (int i = 0; i < 7; i++) {
      ids.add(scene.submit(JobPlan.range(1)));
    }

    var found = new java.util.ArrayList<JobId>();
    for (var cursor = JobStore.Cursor.BEGIN; cursor != null; ) {
      var page = redis.store().list(cursor, 2);
      page.jobs().forEach(job -> found.add(job.id()));
      cursor = page.next();
    }

    assertThat(found).containsExactlyInAnyOrderElementsOf(ids);
  }
}
