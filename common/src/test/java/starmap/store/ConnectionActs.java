package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import starmap.job.JobId;
import starmap.job.JobState;
import starmap.store.Verb.Act;
import starmap.store.Verb.Through;

/** Calls that must connect first. */
final class ConnectionActs {
  private ConnectionActs() {}

  static Act open(Scene scene, Through through) {
    var id = scene.submit(JobPlan.range(1));
    return new Act(
        () -> through.store().find(id).orElseThrow(),
        () -> assertThat(scene.find(id).state()).isEqualTo(JobState.QUEUED));
  }

  static Act doorbell(Scene scene, Through through) {
    var heard = new AtomicReference<JobId>();
    through.doorbell().onProgress(one -> heard.set(one.job()));
    return new Act(
        () -> {
          through.doorbell().connect();
          return "";
        },
        () -> {
          var id = scene.submit(JobPlan.range(1));
          scene.store().cancel(id);
          org.awaitility.Awaitility.await(id.toString().toLowerCase(Locale.ROOT))
              .until(() -> id.equals(heard.get()));
        });
  }

  static Act doorbellAgain(Scene scene, Through through) {
    var act = doorbell(scene, through);
    through.doorbell().connect();
    return act;
  }
}
