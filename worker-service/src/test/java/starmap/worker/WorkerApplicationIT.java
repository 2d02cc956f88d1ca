package starmap.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.ConfigurableApplicationContext;
import starmap.job.Input;
import starmap.job.JobSpec;
import starmap.job.JobState;
import starmap.job.Mode;
import starmap.job.OnError;

@Timeout(120)
class WorkerApplicationIT {
  private final Lab lab = Lab.open(true);

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void aWorkerComputesIsListedAndLeavesNothingBehind() {
    try (var worker = run("--starmap.worker.slots=3")) {
      var id = lab.range("square@1", 1_000, 10);
      await().until(() -> lab.hasEnded(id));
      assertThat(lab.state(id)).isEqualTo(JobState.SUCCEEDED);
      assertThat(lab.results(id)).hasSize(1_000).last().isEqualTo("998001");

      assertThat(lab.stores().workers().list())
          .singleElement()
          .satisfies(seen -> assertThat(seen.worker().name()).isEqualTo("w-one"))
          .satisfies(seen -> assertThat(seen.worker().slots()).isEqualTo(3))
          .extracting(seen -> seen.worker().functions())
          .asInstanceOf(InstanceOfAssertFactories.LIST)
          .hasSize(13);
      assertThat(slots()).hasSize(3);
      assertThat(worker.isActive()).isTrue();
    }
    assertThat(lab.stores().workers().list()).isEmpty();
    assertThat(slots()).isEmpty();
    assertThat(threads("starmap-heartbeat")).isEmpty();
  }

  @Test
  void closingInterruptsAnItemThatOutlastsTheGraceAndHandsItBack() {
    var worker = run("--starmap.worker.grace=0s");
    var id =
        lab.items(
            new JobSpec("sleep@1", Mode.MAP, new Input.Items()),
            "[0, 86400]",
            2,
            Lab.options(2, OnError.COLLECT));
    await().until(() -> lab.job(id).counts().running() == 2);
    worker.close();

    assertThat(slots()).isEmpty();
    var counts = lab.job(id).counts();
    assertThat(counts.running()).isZero();
    assertThat(counts.queued() + counts.succeeded()).isEqualTo(2);
    assertThat(counts.failed() + counts.retried()).isZero();
  }

  @Test
  void aWorkerStartsBeforeRedisDoesAndStopsAfterIt() {
    lab.redis().kill();
    try (var worker = run("--starmap.worker.heartbeat=200ms")) {
      assertThat(worker.isActive()).isTrue();
      lab.redis().restart();
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .until(() -> lab.stores().workers().list().size() == 1);
      var id = lab.range("square@1", 10, 0);
      await().until(() -> lab.hasEnded(id));
      lab.redis().kill();
    }
    assertThat(slots()).isEmpty();
  }

  @Test
  void settingsThatDoNotGoTogetherStopTheStart() {
    assertThatThrownBy(() -> run("--starmap.store.lease=5s").close())
        .rootCause()
        .hasMessageContaining("starmap.worker.heartbeat (PT5S)")
        .hasMessageContaining("starmap.store.lease (PT5S)");
    assertThat(lab.stores().workers().list()).isEmpty();
  }

  private ConfigurableApplicationContext run(String setting) {
    return WorkerApplication.application()
        .properties("starmap.worker.grace=10m")
        .run(
            "--spring.data.redis.url=" + lab.redis().uri(), "--starmap.worker.name=w-one", setting);
  }

  private static List<Thread> slots() {
    return threads("starmap-slot-");
  }

  private static List<Thread> threads(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(prefix))
        .toList();
  }
}
