package starmap.worker.claim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import starmap.job.Input;
import starmap.job.JobId;
import starmap.job.JobSpec;
import starmap.job.JobState;
import starmap.job.Mode;
import starmap.job.OnError;
import starmap.job.Retry;
import starmap.worker.Lab;
import starmap.worker.execute.FunctionRuntime;
import starmap.worker.function.FunctionCatalog;

class RetryIT {
  private static final Retry TWICE = new Retry(3, Duration.ofSeconds(1), Duration.ofSeconds(30), 0);
  private static final Duration LONG = Duration.ofMinutes(1);

  private static Lab lab;
  private static FunctionCatalog functions;

  @BeforeAll
  static void open() throws Exception {
    lab = Lab.open(false);
    functions = FunctionCatalog.load();
  }

  @AfterAll
  static void close() {
    functions.close();
    lab.close();
  }

  @Test
  void onlyFailedItemsAreTriedAgainUntilTheyHaveTheirAttempts() {
    var id = submit("fail@1", "[1,\"a\",3,\"b\",5]", 5, TWICE, null);
    var worker = new Crew("w1", lab, functions);
    worker.work();
    assertThat(lab.job(id).counts().succeeded()).isEqualTo(3);
    assertThat(lab.job(id).counts().retried()).isEqualTo(2);

    goOn(worker);
    goOn(worker);

    assertThat(lab.state(id)).isEqualTo(JobState.PARTIAL);
    assertThat(lab.results(id))
        .containsExactly(
            "1", "!IllegalArgumentException: a", "3", "!IllegalArgumentException: b", "5");
    assertThat(lab.job(id).error().attempts()).isEqualTo(3);
    assertThat(lab.job(id).counts().retried()).isEqualTo(4);
  }

  @Test
  void itemThatSucceedsAtASecondAttemptIsAValue() {
    FunctionRuntime flaky =
        (chunk, items, progress) -> {
          while (progress.wantsMore() && items.next()) {
            if (chunk.attempt() == 1 && progress.index() % 2 == 1) {
              progress.setback("Flaky", "come back later");
            } else {
              progress.value(items.raw().utf8());
            }
            items.skip();
          }
        };
    var id = submit("flaky@1", "[0,1,2,3]", 4, TWICE, null);
    var worker = new Crew("w1", lab, _ -> java.util.Optional.of(flaky));
    worker.work();
    goOn(worker);

    assertThat(lab.state(id)).isEqualTo(JobState.SUCCEEDED);
    assertThat(lab.results(id)).containsExactly("0", "1", "2", "3");
  }

  @Test
  void wrongArgumentsAreNotTriedAgain() {
    var id = submit("square@1", "[\"x\"]", 1, TWICE, null);
    new Crew("w1", lab, functions).work();

    assertThat(lab.state(id)).isEqualTo(JobState.PARTIAL);
    assertThat(lab.job(id).counts().retried()).isZero();
  }

  @Test
  void hundredsOfSeparateFailuresAreSettledInPieces() {
    var array = "[" + "1,\"x\",".repeat(499) + "1,\"x\"]";
    var id = submit("fail@1", array, 1_000, TWICE, null);
    var worker = new Crew("w1", lab, functions);
    worker.work();
    goOn(worker);
    goOn(worker);

    assertThat(lab.state(id)).isEqualTo(JobState.PARTIAL);
    assertThat(lab.job(id).counts().failed()).isEqualTo(500);
    assertThat(lab.results(id)).hasSize(1_000);
  }

  @Test
  void itemThatTakesTooLongIsInterruptedAndNamed() {
    var id = submit("sleep@1", "[0,3600,0]", 3, null, Duration.ofMillis(50));
    var worker = new Crew("w1", lab, functions);
    try (var watch = worker.watch()) {
      watch.start();
      worker.work();
    }

    assertThat(lab.state(id)).isEqualTo(JobState.PARTIAL);
    assertThat(lab.results(id))
        .containsExactly("0", "!TimedOut: the item took longer than PT0.05S", "0");
  }

  /** Pauses are over, and what waited is ready again. */
  private static void goOn(Crew worker) {
    lab.pass(LONG);
    while (lab.store().sweep().reclaimed() > 0) {
      worker.work();
    }
  }

  private static JobId submit(
      String function, String array, int count, Retry retry, Duration itemTimeout) {
    return lab.items(
        new JobSpec(function, Mode.MAP, new Input.Items(), retry, itemTimeout),
        array,
        count,
        Lab.options(count, OnError.COLLECT));
  }
}
