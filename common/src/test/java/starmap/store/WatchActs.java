package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import starmap.job.JobChange;
import starmap.job.JobState;
import starmap.job.Share;
import starmap.store.Verb.Act;
import starmap.store.Verb.Through;

/** What people who watch a job ask of a {@link JobStore}. */
final class WatchActs {
  private WatchActs() {}

  static Act pause(Scene scene, Through through) {
    var id = scene.submit(JobPlan.range(3).chunksOf(1));
    scene.claimOne();
    return Act.warm(
        through,
        () -> through.store().pause(id),
        () -> {
          assertThat(scene.find(id).state()).isEqualTo(JobState.PAUSED);
          assertThat(scene.claim(1)).isEmpty();
          scene.store().resume(id);
          JobActs.ends(scene, id);
        });
  }

  static Act resume(Scene scene, Through through) {
    var id = scene.submit(JobPlan.range(3).chunksOf(1));
    scene.store().pause(id);
    return Act.warm(through, () -> through.store().resume(id), () -> JobActs.ends(scene, id));
  }

  static Act change(Scene scene, Through through) {
    var id = scene.submit(JobPlan.range(3).chunksOf(1));
    var change = new JobChange(9, 20, null, null, Map.of("a", "b"));
    return Act.warm(
        through,
        () -> through.store().change(id, change),
        () -> {
          assertThat(scene.find(id).settings().share()).isEqualTo(new Share(9, 20));
          assertThat(scene.find(id).labels()).isEqualTo(Map.of("a", "b"));
          JobActs.ends(scene, id);
        });
  }

  static Act statistics(Scene scene, Through through) {
    var id = scene.submit(JobPlan.range(2).chunksOf(1));
    scene.record(scene.claimOne());
    return Act.warm(
        through,
        () -> {
          var statistics = through.store().statistics(id);
          assertThat(statistics.items()).isEqualTo(1);
          return statistics;
        },
        () -> assertThat(scene.find(id).state()).isEqualTo(JobState.RUNNING));
  }

  static Act ledger(Scene scene, Through through) {
    var id = scene.submit(JobPlan.range(2).chunksOf(1));
    scene.record(scene.claimOne());
    return Act.warm(
        through,
        () -> {
          var ledger = through.store().ledger(id);
          assertThat(ledger.recorded(0)).hasSize(1);
          assertThat(ledger.outstanding()).hasSize(1);
          return ledger;
        },
        () -> assertThat(scene.find(id).state()).isEqualTo(JobState.RUNNING));
  }
}
