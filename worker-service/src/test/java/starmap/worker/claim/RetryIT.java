package starmap.worker.claim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
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
import starmap.worker.execute.ChunkRunner;
import starmap.worker.execute.FunctionRuntime;
import starmap.worker.function.FunctionCatalog;
import starmap.worker.held.HeldChunk;

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
    var worker = new Crew("w1", lab, _ -> Optional.of(flaky));
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

  @Test
  void itemThatDoesNotReactToAnInterruptFailsWithItsWorkerAndTheRestGoesElsewhere()
      throws InterruptedException {
    var id = submit("deaf@1", "[0,1,2,3]", 4, null, Duration.ofMillis(10));
    lastWords();
    new Crew("w2", lab, deaf(() -> {})).work();

    assertThat(lab.results(id).get(2))
        .startsWith("!TimedOut: the item took longer than PT0.01S and did not react");
    assertThat(lab.job(id).error().index()).isEqualTo(2);
    assertThat(lab.job(id).counts().succeeded()).isEqualTo(3);
    assertThat(lab.job(id).counts().retried()).isZero();
  }

  @Test
  void itemThatDoesNotReactIsTriedAgainTwoTimesAtMostHoweverManyAreAllowed()
      throws InterruptedException {
    var often = new Retry(10, Duration.ofSeconds(1), Duration.ofSeconds(30), 0);
    var id = submit("deaf@1", "[0,1,2,3]", 4, often, Duration.ofMillis(10));
    for (int worker = 1; worker <= 3; worker++) {
      lastWords();
      lab.pass(LONG);
      lab.store().sweep();
    }
    new Crew("w2", lab, deaf(() -> {})).work();

    assertThat(lab.state(id)).isEqualTo(JobState.PARTIAL);
    assertThat(lab.job(id).error().attempts()).isEqualTo(3);
  }

  /** A worker that computes until item 2 is stuck, says what becomes of it, and is gone. */
  private static void lastWords() throws InterruptedException {
    var stuck = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var worker =
        new Crew(
            "w1",
            lab,
            deaf(
                () -> {
                  stuck.countDown();
                  awaitDeaf(release);
                }));
    var slot = worker.start();
    stuck.await();
    var given = new ArrayList<HeldChunk>();
    try (var watch = worker.watch(given::addAll)) {
      assertThat(watch.runOnce(System.nanoTime() + LONG.toNanos())).isFalse();
    }
    assertThat(given).hasSize(1);
    worker.drain.request();
    release.countDown();
    slot.join();
  }

  /** Gives its items back; before item 2 it does something. */
  private static ChunkRunner.Functions deaf(Runnable atTwo) {
    FunctionRuntime runtime =
        (_, items, progress) -> {
          while (progress.wantsMore() && items.next()) {
            if (progress.index() == 2) {
              atTwo.run();
            }
            progress.value(items.raw().utf8());
            items.skip();
          }
        };
    return _ -> Optional.of(runtime);
  }

  private static void awaitDeaf(CountDownLatch latch) {
    boolean done = false;
    while (!done) {
      try {
        latch.await();
        done = true;
      } catch (InterruptedException _) {
        // that is what makes it deaf
      }
    }
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
