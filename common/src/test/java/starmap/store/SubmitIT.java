package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import starmap.job.JobId;
import starmap.job.JobState;
import starmap.store.JobStore.Submission;
import starmap.store.JobStore.Submitted;

class SubmitIT {
  @RegisterExtension final Redis redis = new Redis();
  private final Scene scene = new Scene(redis);

  @Test
  void rangeIsQueuedInOneCall() {
    var plan = JobPlan.range(100).chunksOf(30);

    assertThat(redis.store().submit(plan.job(), null))
        .isEqualTo(new Submitted(Submission.CREATED, JobState.QUEUED));
    assertThat(scene.claim(9))
        .extracting(chunk -> chunk.id().length())
        .containsExactly(30, 30, 30, 10);
  }

  @Test
  void blockIsQueuedInOneCall() {
    var plan = JobPlan.upload().chunksOf(2);

    redis.store().submit(plan.job(), Parts.block(0, 3));
    scene.drain();

    assertThat(scene.find(plan.id()).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(scene.values(plan.id())).isEqualTo(Scene.squares(3));
  }

  @Test
  void nothingToComputeHasSucceeded() {
    assertThat(redis.store().submit(JobPlan.range(0).job(), null).state())
        .isEqualTo(JobState.SUCCEEDED);
    assertThat(redis.store().submit(JobPlan.upload().job(), null).state())
        .isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void submittingAgainFindsTheJobInWhateverState() {
    var plan = JobPlan.range(1);
    scene.submit(plan);
    scene.drain();

    assertThat(redis.store().submit(plan.job(), null))
        .isEqualTo(new Submitted(Submission.EXISTS, JobState.SUCCEEDED));
    assertThat(scene.claim(1)).isEmpty();
  }

  @Test
  void otherRequestUnderTheSameIdIsAConflict() {
    var plan = JobPlan.range(1);
    scene.submit(plan);

    assertThat(redis.store().submit(plan.job("other"), null).submission())
        .isEqualTo(Submission.CONFLICT);
  }

  @Test
  void tooManyActiveJobsAreRefused() {
    var small = redis.another(new StoreProperties(Scene.LEASE, Scene.LEASE, 1, Durability.FAST));
    small.submit(JobPlan.range(1).job(), null);
    var plan = JobPlan.range(1);

    assertThat(small.submit(plan.job(), null)).isEqualTo(new Submitted(Submission.REFUSED, null));
    assertThat(redis.raw().exists(Keys.SINGLE.job(plan.id()))).isZero();
  }

  @Test
  void onlyAWindowOfALargeJobIsInRedis() {
    scene.submit(JobPlan.range(1_000_000_000));

    assertThat(scene.claim(100)).hasSize(16);
  }

  @Test
  void windowGrowsWithTheSlotsOfTheFleet() {
    scene.heartbeat("w1", 50);
    scene.sweep();
    scene.submit(JobPlan.range(1_000_000));

    assertThat(scene.claim(1000)).hasSize(100);
  }

  @Test
  void windowIsSharedByTheActiveJobsAndNeverUnderSixteen() {
    scene.heartbeat("w1", 30);
    scene.sweep();
    scene.submit(JobPlan.range(1_000_000));
    var second = scene.submit(JobPlan.range(1_000_000));
    for (int i = 0; i < 5; i++) {
      scene.submit(JobPlan.range(1_000_000));
    }
    var last = scene.submit(JobPlan.range(1_000_000));

    assertThat(outstanding(second)).isEqualTo(30);
    assertThat(outstanding(last)).isEqualTo(16);
  }

  @Test
  void widestWindowIsFilledByBursts() {
    scene.heartbeat("w1", 10_000);
    scene.sweep();
    var id = scene.submit(JobPlan.range(1_000_000_000));
    assertThat(outstanding(id)).isEqualTo(256);

    for (int i = 0; i < 4; i++) {
      scene.record(scene.claimOne());
    }

    assertThat(outstanding(id)).isEqualTo(1024);
  }

  private long outstanding(JobId id) {
    return scene.find(id).chunks().outstanding();
  }
}
