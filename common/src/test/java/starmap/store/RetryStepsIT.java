package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import starmap.job.JobId;
import starmap.job.JobState;
import starmap.job.NewJob;
import starmap.job.Tolerance;
import starmap.store.JobStore.Retried;

/** A retry is made in steps, and any process may make the next one. */
class RetryStepsIT {
  private static final Keys KEYS = Keys.SINGLE;

  @RegisterExtension final Redis redis = new Redis();
  private final Scene scene = new Scene(redis);

  @Test
  void retriedJobKeepsItsWindow() {
    var id = scene.submit(JobPlan.range(60).chunksOf(1));
    scene.failAll();

    retry(id);
    redis.check();

    assertThat(redis.raw().hlen(KEYS.chunks(id))).isEqualTo(16);
    assertThat(redis.raw().llen(KEYS.again(id))).isEqualTo(44);
    scene.drain();
    assertThat(scene.values(id)).isEqualTo(Scene.squares(60));
  }

  @Test
  void retryWhoseProcessDiedIsCompletedByASweep() {
    var id = scene.submit(JobPlan.range(40).chunksOf(2));
    for (var all = scene.claim(8); !all.isEmpty(); all = scene.claim(8)) {
      all.forEach(c -> scene.settle(c, Parts.mixed(c.id().start(), 2, c.id().start())));
    }
    var reopening = reopening();
    assertThat(reopening.open(id, "e2")).isEqualTo(Retried.REOPENED);
    step(reopening, id, 3);
    redis.check();
    scene.drain();
    assertThat(scene.find(id).state()).isEqualTo(JobState.RUNNING);
    redis.check();

    redis.clock().advance(StoreProperties.defaults().uploadDeadline());
    scene.sweep();
    scene.drain();

    assertThat(scene.find(id).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(scene.values(id)).isEqualTo(Scene.squares(40));
  }

  @Test
  void stepThatComesLateChangesNothing() {
    var id = scene.submit(JobPlan.range(4).chunksOf(1));
    scene.failAll();
    var reopening = reopening();
    reopening.open(id, "e2");
    var at = reopening.place(id);
    var input = redis.store().input(id);
    reopening.step(id, at, input, 2);

    reopening.step(id, at, input, 2);
    assertThat(reopening.place(id).left()).isEqualTo(2);
    assertThat(retry(id)).as("somebody repeats the call").isEqualTo(Retried.REOPENED);
    reopening.step(id, at, input, 2);
    scene.failAll();
    assertThat(retry(id)).isEqualTo(Retried.REOPENED);
    reopening.step(id, at, input, 2);
    scene.drain();

    assertThat(scene.values(id)).isEqualTo(Scene.squares(4));
  }

  @Test
  void jobWhoseTimeIsOverBetweenTwoStepsExpires() {
    var limits = new NewJob.Limits(Tolerance.ANY, Duration.ofSeconds(10));
    var job = LimitsIT.limited(JobPlan.range(4).chunksOf(1).job(), limits);
    redis.store().submit(job, null);
    scene.failAll();
    var reopening = reopening();
    reopening.open(job.id(), "e2");
    step(reopening, job.id(), 1);
    redis.clock().advance(Duration.ofSeconds(10));
    scene.sweep();

    assertThat(scene.find(job.id()).state()).isEqualTo(JobState.EXPIRED);
    assertThat(scene.find(job.id()).counts().failed()).isEqualTo(3);
  }

  @Test
  void jobCancelledBetweenTwoStepsIsWhole() {
    var id = scene.submit(JobPlan.range(6).chunksOf(2));
    for (var chunk : scene.claim(3)) {
      scene.settle(chunk, Parts.mixed(chunk.id().start(), 2, chunk.id().start()));
    }
    var reopening = reopening();
    reopening.open(id, "e2");
    step(reopening, id, 1);

    redis.store().cancel(id);

    assertThat(scene.find(id).counts().succeeded()).isEqualTo(3);
    assertThat(scene.find(id).counts().failed()).isEqualTo(2);
    assertThat(reopening.place(id)).isNull();
  }

  @Test
  void retryThatMissesInputOrResultsEndsAsDamaged() {
    for (int lost = 0; lost < 3; lost++) {
      redis.beginAnew();
      var id = scene.upload(JobPlan.upload().chunksOf(2), 4);
      redis.store().seal(id);
      scene.failAll();
      switch (lost) {
        case 0 -> redis.raw().del(KEYS.input(id));
        case 1 -> redis.raw().hdel(KEYS.results(id), "2");
        default -> redis.raw().del(KEYS.log(id));
      }

      retry(id);

      assertThat(scene.find(id).state()).isEqualTo(JobState.FAILED);
      assertThat(scene.find(id).error().type()).isEqualTo(JobRecord.DAMAGED);
      assertThat(retry(id)).isEqualTo(Retried.OVER);
    }
    redis.beginAnew();
  }

  private Retried retry(JobId id) {
    return redis.store().retry(id);
  }

  private Reopening reopening() {
    return new Reopening(redis.link(), StoreProperties.defaults(), KEYS, redis.clock());
  }

  private void step(Reopening reopening, JobId id, int segments) {
    reopening.step(id, reopening.place(id), redis.store().input(id), segments);
  }
}
