package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import starmap.job.JobId;
import starmap.job.JobState;
import starmap.job.Transition;

/** The states of a job, and when each began. */
class HistoryIT {
  @RegisterExtension final Redis redis = new Redis();
  private final Scene scene = new Scene(redis);

  @Test
  void eachStateIsNotedWithItsTime() {
    long created = redis.clock().millis();
    var id = scene.upload(JobPlan.upload(), 3);
    redis.clock().advance(Scene.LEASE);
    scene.store().seal(id);
    scene.drain();

    assertThat(scene.find(id).history())
        .containsExactly(
            new Transition(1, JobState.ACCEPTING, Instant.ofEpochMilli(created)),
            new Transition(2, JobState.QUEUED, now()),
            new Transition(3, JobState.RUNNING, now()),
            new Transition(4, JobState.SUCCEEDED, now()));
  }

  @Test
  void workDuringAnUploadIsNoStateOfItsOwn() {
    var id = scene.upload(JobPlan.upload().computedEarly(), 3);
    scene.record(scene.claimOne());
    assertThat(states(id)).containsExactly(JobState.ACCEPTING);
    scene.store().cancel(id);
    scene.store().cancel(id);
    assertThat(states(id)).containsExactly(JobState.ACCEPTING, JobState.CANCELLED);
  }

  @Test
  void numbersStayWhenTheOldestAreForgotten() {
    var id = scene.submit(JobPlan.range(1));
    scene.failAll();
    for (int i = 0; i < 40; i++) {
      scene.store().retry(id);
      scene.failAll();
    }
    var history = scene.find(id).history();
    assertThat(history).hasSize(64);
    assertThat(history.getFirst().number()).isEqualTo(84 - 63);
    assertThat(history.getLast()).isEqualTo(new Transition(84, JobState.PARTIAL, now()));
  }

  @Test
  void aDamagedJobSaysWhen() {
    var id = scene.submit(JobPlan.range(1));
    redis.raw().hdel(Keys.SINGLE.job(id), "record");
    scene.store().cancel(id);
    assertThat(states(id)).endsWith(JobState.FAILED).doesNotHaveDuplicates();
  }

  private List<JobState> states(JobId id) {
    return scene.find(id).history().stream().map(Transition::state).toList();
  }

  private Instant now() {
    return Instant.ofEpochMilli(redis.clock().millis());
  }
}
