package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import starmap.job.JobId;
import starmap.job.ResultStorage;

class PurgeIT {
  @RegisterExtension final Redis redis = new Redis();
  private final Scene scene = new Scene(redis);

  @Test
  void purgedJobLeavesNoKey() {
    for (var storage : ResultStorage.values()) {
      var ended = scene.submit(JobPlan.range(20).chunksOf(1).stored(storage));
      scene.drain();
      var uploading = scene.upload(JobPlan.upload().stored(storage), 5);
      var running = scene.upload(JobPlan.upload().chunksOf(1).stored(storage), 50);
      redis.store().seal(running);
      scene.claim(5).stream().skip(2).forEach(scene::record);

      assertThat(redis.store().purge(ended)).isTrue();
      assertThat(redis.store().purge(uploading)).isTrue();
      assertThat(redis.store().purge(running)).isTrue();
    }

    assertThat(redis.raw().keys("*:j:*")).isEmpty();
    assertThat(redis.raw().exists("sm:{s00}:gc", "sm:{s00}:jobs", "sm:{s00}:flow")).isZero();
    assertThat(scene.claim(1)).isEmpty();
  }

  @Test
  void purgingAgainFindsNothing() {
    var id = scene.submit(JobPlan.range(1));
    redis.store().purge(id);

    assertThat(redis.store().purge(id)).isFalse();
    assertThat(redis.store().purge(JobId.random())).isFalse();
    assertThat(redis.store().find(id)).isEmpty();
  }

  @Test
  void onlyAJobWhoseInputIsNotCompleteCanBeAbandoned() {
    var uploading = scene.upload(JobPlan.upload(), 5);
    var sealed = scene.upload(JobPlan.upload(), 5);
    redis.store().seal(sealed);

    assertThat(redis.store().abandon(uploading)).isTrue();
    assertThat(redis.store().abandon(sealed)).isFalse();

    assertThat(redis.store().find(uploading)).isEmpty();
    assertThat(scene.claim(1)).hasSize(1);
  }

  @Test
  void endedJobIsKeptUntilItsTimeIsOver() {
    var id = scene.submit(JobPlan.range(1));
    scene.drain();
    assertThat(scene.find(id).times().expires())
        .isEqualTo(scene.find(id).times().finished().plus(JobPlan.TTL));
    redis.clock().advance(JobPlan.TTL.minusMillis(1));
    assertThat(redis.store().sweep().purged()).isZero();

    redis.clock().advance(java.time.Duration.ofMillis(1));

    assertThat(redis.store().sweep().purged()).isEqualTo(1);
    assertThat(redis.store().find(id)).isEmpty();
  }

  @Test
  void jobWhoseDeadlineMovedIsKept() {
    var id = scene.submit(JobPlan.range(1));
    var arguments = new Arguments().add(redis.clock().get()).add(id.value()).add("expired");
    var reply =
        redis.link().call(s -> s.scripts().call(Script.PURGE, Keys.SINGLE.ofJob(id), arguments));

    assertThat(new Reply(reply).text(0)).isEqualTo("kept");
    assertThat(scene.claim(1)).hasSize(1);
  }
}
