package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import starmap.chunk.ClaimedChunk;
import starmap.chunk.Part;
import starmap.chunk.SettleResult;
import starmap.job.Job;
import starmap.job.JobId;
import starmap.job.JobState;
import starmap.job.NewJob;
import starmap.job.ResultStorage;
import starmap.job.Tolerance;
import starmap.job.Transition;

/** Jobs that are paused and go on. */
class PauseIT {
  @RegisterExtension final Redis redis = new Redis();
  private final Scene scene = new Scene(redis);

  @Test
  void nothingIsClaimedWhilePausedAndWhatIsAtWorkIsRecorded() {
    var id = scene.submit(JobPlan.range(40).chunksOf(1));
    var chunk = scene.claimOne();

    assertThat(scene.store().pause(id)).contains(JobState.PAUSED);
    assertThat(scene.store().pause(id)).contains(JobState.PAUSED);

    assertThat(scene.claim(1)).isEmpty();
    assertThat(scene.record(chunk)).isEqualTo(SettleResult.RECORDED);
    assertThat(scene.claim(1)).isEmpty();
    assertThat(scene.find(id).state()).isEqualTo(JobState.PAUSED);
    assertThat(scene.find(id).counts().succeeded()).isEqualTo(1);
    assertThat(scene.find(id).settings().paused()).isTrue();

    assertThat(scene.store().resume(id)).contains(JobState.RUNNING);
    assertThat(scene.store().resume(id)).contains(JobState.RUNNING);
    scene.drain();
    assertThat(scene.values(id)).isEqualTo(Scene.squares(40));
  }

  @Test
  void whatComesBackWaitsWithItsAttempts() {
    var id = scene.submit(JobPlan.range(4).chunksOf(1));
    var delayed = scene.claimOne();
    var expiring = scene.claimOne();
    var returned = scene.claimOne();
    scene.settle(delayed, new Part.Delayed(1, Duration.ofSeconds(1)));
    scene.store().pause(id);
    scene.settle(returned, new Part.Returned(1));
    scene.expire();
    assertThat(scene.claim(1)).isEmpty();

    scene.store().resume(id);

    assertThat(scene.claim(4))
        .extracting(ClaimedChunk::id, ClaimedChunk::attempt)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(delayed.id(), 2),
            org.assertj.core.groups.Tuple.tuple(expiring.id(), 2),
            org.assertj.core.groups.Tuple.tuple(returned.id(), 1),
            org.assertj.core.groups.Tuple.tuple(returned.id().range(3, 1), 1));
  }

  @Test
  void suspectsStaySuspects() {
    scene.sweep();
    var id = scene.submit(JobPlan.range(2).chunksOf(2));
    scene.claimOne("w2");
    scene.heartbeat("w2", 1);
    scene.expire();
    scene.store().pause(id);
    scene.store().resume(id);
    assertThat(scene.claimOne().strikes()).isEqualTo(1);
  }

  @Test
  void jobThatWasNeverBegunIsQueuedAgain() {
    var id = scene.submit(JobPlan.range(4));
    scene.store().pause(id);
    assertThat(scene.store().resume(id)).contains(JobState.QUEUED);
    assertThat(scene.find(id).history())
        .extracting(Transition::state)
        .containsExactly(JobState.ACCEPTING, JobState.QUEUED, JobState.PAUSED, JobState.QUEUED);
  }

  @Test
  void uploadGoesOnWhilePausedAndIsNotComputed() {
    var id = scene.upload(JobPlan.upload().chunksOf(1).computedEarly(), 2);
    scene.record(scene.claimOne());
    assertThat(scene.store().pause(id)).contains(JobState.ACCEPTING);
    scene.store().put(id, Parts.block(2, 2));
    assertThat(scene.claim(1)).isEmpty();
    assertThat(scene.store().seal(id)).contains(JobState.PAUSED);
    assertThat(scene.claim(1)).isEmpty();

    assertThat(scene.store().resume(id)).contains(JobState.RUNNING);
    scene.drain();
    assertThat(scene.values(id)).isEqualTo(Scene.squares(4));
  }

  @Test
  void jobWhoseLastItemIsRecordedEndsAlthoughItIsPaused() {
    var id = scene.submit(JobPlan.range(1));
    var chunk = scene.claimOne();
    scene.store().pause(id);
    scene.record(chunk);
    assertThat(scene.find(id).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(scene.store().pause(id)).contains(JobState.SUCCEEDED);
    assertThat(scene.store().resume(id)).contains(JobState.SUCCEEDED);
    assertThat(scene.store().pause(JobId.random())).isEmpty();
  }

  @Test
  void pausedJobExpiresIsCancelledAndPurged() {
    var limited = new NewJob.Limits(Tolerance.ANY, Duration.ofMinutes(1));
    var job = LimitsIT.limited(JobPlan.range(3).job(), limited);
    scene.store().submit(job, null);
    scene.store().pause(job.id());
    redis.clock().advance(Duration.ofMinutes(1));
    scene.sweep();
    assertThat(scene.find(job.id()).state()).isEqualTo(JobState.EXPIRED);

    var cancelled = scene.submit(JobPlan.range(3));
    scene.store().pause(cancelled);
    assertThat(scene.store().cancel(cancelled)).contains(JobState.CANCELLED);
    assertThat(scene.find(cancelled).settings().paused()).isFalse();

    var purged = scene.submit(JobPlan.range(3));
    scene.store().pause(purged);
    assertThat(scene.store().purge(purged)).isTrue();
  }

  @Test
  void retryOfAJobThatFailedWhilePausedIsComputed() {
    var id = scene.submit(JobPlan.range(3).chunksOf(1).onError(starmap.job.OnError.FAIL));
    var chunk = scene.claimOne();
    scene.store().pause(id);
    scene.settle(chunk, Parts.failures(0, 1, "Boom"));
    assertThat(scene.find(id).state()).isEqualTo(JobState.FAILED);

    scene.store().retry(id);
    scene.drain();
    assertThat(scene.values(id)).isEqualTo(Scene.squares(3));
  }

  @Test
  void nothingLostIsFoundInAPausedJob() {
    var id = scene.submit(JobPlan.range(30).chunksOf(1));
    scene.record(scene.claimOne());
    scene.store().pause(id);
    var audit = redis.audit(redis.link());

    assertThat(audit.examine(id)).isEqualTo("sound");
    assertThat(scene.claim(1)).isEmpty();

    redis.raw().hdel(Keys.SINGLE.chunks(id), redis.raw().hkeys(Keys.SINGLE.chunks(id)).getFirst());
    assertThat(audit.examine(id)).isEqualTo("repaired");
    assertThat(scene.claim(1)).isEmpty();
    scene.store().resume(id);
    scene.drain();
    assertThat(scene.values(id)).isEqualTo(Scene.squares(30));
  }

  @Test
  void directCallWaitsForItsReaderAsWell() {
    var id = scene.submit(JobPlan.range(3).chunksOf(1).stored(ResultStorage.UNTIL_READ));
    scene.record(scene.claimOne());
    scene.store().pause(id);
    redis.clock().advance(Duration.ofMinutes(59));
    assertThat(scene.collect(id, 0)).hasSize(1);
    redis.clock().advance(Duration.ofMinutes(59));
    scene.sweep();
    assertThat(scene.find(id).state()).isEqualTo(JobState.PAUSED);
    redis.clock().advance(Duration.ofMinutes(2));
    scene.sweep();
    assertThat(state(scene.find(id))).isEqualTo(JobState.EXPIRED);
  }

  private static JobState state(Job job) {
    return job.state();
  }
}
