package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import starmap.chunk.ClaimedChunk;
import starmap.job.JobChange;
import starmap.job.JobId;
import starmap.job.JobState;
import starmap.job.NewJob;
import starmap.job.Share;
import starmap.job.Tolerance;
import starmap.store.JobStore.Changed;

/** Options that are changed while a job runs. */
class ChangeIT {
  @RegisterExtension final Redis redis = new Redis();
  private final Scene scene = new Scene(redis);

  @Test
  void aHigherPriorityIsAHigherShare() {
    var low = submit(new Share(0, 0), 200);
    var high = submit(new Share(9, 0), 200);
    var first = claims(110);
    assertThat(of(first, high)).isBetween(90L, 105L);

    change(low, new JobChange(9, null, null, null, null));
    change(high, new JobChange(0, null, null, null, null));
    var second = claims(60);
    assertThat(of(second, low)).isGreaterThan(of(second, high));
    assertThat(scene.find(low).settings().share()).isEqualTo(new Share(9, 0));
  }

  @Test
  void noMoreChunksAreOutstandingThanMayBe() {
    var id = submit(new Share(5, 2), 40);
    assertThat(scene.find(id).chunks().outstanding()).isEqualTo(2);
    scene.record(scene.claimOne());
    assertThat(scene.find(id).chunks().outstanding()).isEqualTo(2);

    change(id, new JobChange(null, 5, null, null, null));
    assertThat(scene.find(id).chunks().outstanding()).isEqualTo(5);
    change(id, new JobChange(null, 0, null, null, null));
    assertThat(scene.find(id).chunks().outstanding()).isEqualTo(16);

    change(id, new JobChange(null, 1, null, null, null));
    for (int i = 0; i < 20; i++) {
      scene.record(scene.claimOne());
    }
    assertThat(scene.find(id).chunks().outstanding()).isEqualTo(1);
    scene.drain();
    assertThat(scene.values(id)).isEqualTo(Scene.squares(40));
  }

  @Test
  void aToleranceThatIsExceededAlreadyFailsTheJobAtOnce() {
    var id = scene.submit(JobPlan.range(9).chunksOf(1));
    scene.settle(scene.claimOne(), Parts.failures(0, 1, "Boom"));
    scene.settle(scene.claimOne(), Parts.failures(1, 1, "Boom"));
    change(id, new JobChange(null, null, new Tolerance(2, 100), null, null));
    assertThat(scene.find(id).state()).isEqualTo(JobState.RUNNING);
    assertThat(scene.find(id).settings().tolerance()).isEqualTo(new Tolerance(2, 100));

    change(id, new JobChange(null, null, Tolerance.ANY, null, null));
    assertThat(scene.find(id).settings().tolerance()).isEqualTo(Tolerance.ANY);

    change(id, new JobChange(null, null, new Tolerance(Long.MAX_VALUE, 12.5), null, null));
    assertThat(scene.find(id).state()).isEqualTo(JobState.FAILED);
    assertThat(scene.find(id).settings().tolerance())
        .isEqualTo(new Tolerance(Long.MAX_VALUE, 12.5));
  }

  @Test
  void retentionIsChangedAlsoOfAJobThatHasEnded() {
    var id = scene.submit(JobPlan.range(1));
    scene.drain();
    var finished = scene.find(id).times().finished();
    change(id, new JobChange(null, null, null, Duration.ofHours(5), null));
    assertThat(scene.find(id).times().expires()).isEqualTo(finished.plus(Duration.ofHours(5)));
    redis.clock().advance(Duration.ofHours(4));
    assertThat(scene.sweep().purged()).isZero();

    change(id, new JobChange(null, null, null, Duration.ofHours(2), null));
    assertThat(scene.sweep().purged()).isEqualTo(1);
  }

  @Test
  void nothingElseIsChangedOfAJobThatHasEnded() {
    var id = scene.submit(JobPlan.range(1));
    scene.drain();
    var before = scene.find(id);
    var both = new JobChange(null, null, null, Duration.ofDays(3), Map.of("a", "b"));
    assertThat(scene.store().change(id, both)).isEqualTo(Changed.ENDED);
    assertThat(scene.find(id)).isEqualTo(before);
    assertThat(scene.store().change(JobId.random(), both)).isEqualTo(Changed.GONE);
  }

  @Test
  void labelsAreReplaced() {
    var id = scene.submit(JobPlan.range(1));
    change(id, new JobChange(null, null, null, null, Map.of("team", "größe")));
    assertThat(scene.find(id).labels()).isEqualTo(Map.of("team", "größe"));
  }

  private void change(JobId id, JobChange change) {
    assertThat(scene.store().change(id, change)).isEqualTo(Changed.CHANGED);
    redis.check();
  }

  private java.util.List<ClaimedChunk> claims(int count) {
    var claimed = new java.util.ArrayList<ClaimedChunk>();
    for (int i = 0; i < count; i++) {
      var chunk = scene.claimOne();
      scene.record(chunk);
      claimed.add(chunk);
    }
    return claimed;
  }

  private static long of(java.util.List<ClaimedChunk> claimed, JobId id) {
    return claimed.stream().filter(chunk -> chunk.id().job().equals(id)).count();
  }

  private JobId submit(Share share, long total) {
    var job = JobPlan.range(total).chunksOf(1).job();
    var o = job.options();
    var options =
        new NewJob.Options(
            o.chunkSize(),
            o.onError(),
            o.storage(),
            o.ttl(),
            o.early(),
            o.labels(),
            o.limits(),
            share);
    scene
        .store()
        .submit(new NewJob(job.id(), job.bodyHash(), job.spec(), job.total(), options), null);
    return job.id();
  }
}
