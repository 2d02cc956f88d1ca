package starmap.worker.claim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import starmap.job.JobId;
import starmap.job.JobState;
import starmap.worker.Lab;
import starmap.worker.execute.FunctionRuntime;

@Timeout(60)
class LongChunkIT {
  private static final Duration LEASE = Duration.ofSeconds(15);

  private final Gate gate = new Gate();
  private Lab lab;
  private Crew worker;
  private Thread slot;

  @BeforeEach
  void open() {
    lab = Lab.open(false);
    worker = new Crew("w1", lab, gate);
  }

  @AfterEach
  void close() {
    worker.drain.request();
    gate.open(1_000_000);
    await().until(() -> slot == null || !slot.isAlive());
    lab.close();
  }

  @Test
  void aChunkWithMuchOutputIsRecordedPieceByPiece() {
    var value = ("\"" + "x".repeat(600_000) + "\"").getBytes(UTF_8);
    var id = lab.range("large@1", 5, 5);
    FunctionRuntime large =
        (_, items, progress) -> {
          while (progress.wantsMore() && items.next()) {
            long recorded = lab.job(id).counts().succeeded();
            assertThat(recorded).isEqualTo(progress.index() / 2 * 2);
            progress.value(value);
          }
        };

    new Crew("w2", lab, _ -> Optional.of(large)).work();

    assertThat(lab.state(id)).isEqualTo(JobState.SUCCEEDED);
    assertThat(lab.job(id).chunks().recorded()).isEqualTo(3);
  }

  @Test
  void halfOfTheRestGoesToAWorkerThatStarves() {
    var id = lab.range("gate@1", 10_000, 10_000);
    slot = worker.start();
    await().until(gate::hasWaiting);
    var other = new Gate();
    var second = new Crew("w2", lab, other);
    assertThat(second.loop.runOnce()).isFalse();

    worker.heartbeat.runOnce();
    gate.open(1);
    await().until(() -> gate.begun().size() == 2);
    other.open(10_000);
    second.work();
    assertThat(other.begun()).hasSize(4_999).contains("9999/1").contains("5001/1");

    gate.open(10_000);
    await().until(() -> lab.hasEnded(id));
    assertThat(gate.begun()).hasSize(5_001);
    assertThat(lab.results(id))
        .containsExactlyElementsOf(IntStream.range(0, 10_000).mapToObj(Integer::toString).toList());
    assertThat(lab.job(id).counts().retried()).isZero();
  }

  @Test
  void aDrainingWorkerHandsBackTheRestUncharged() {
    var id = lab.range("gate@1", 10, 10);
    slot = worker.start();
    gate.open(2);
    await().until(() -> gate.begun().size() == 3);

    worker.drain.request();
    gate.open(1);
    await().until(() -> !slot.isAlive());

    assertThat(lab.results(id)).containsExactly("0", "1", "2");
    finishOnAnotherWorker("3/1", "4/1", "5/1", "6/1", "7/1", "8/1", "9/1");
    assertThat(lab.state(id)).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void chunksThatWaitBehindAnotherAreHandedBackUnchargedAndKeepTheirLeases() {
    var id = fourChunksClaimedTogetherOfWhichTheSecondIsAtWork();

    lab.pass(LEASE.multipliedBy(2).dividedBy(3));
    worker.heartbeat.runOnce();
    lab.pass(LEASE.multipliedBy(2).dividedBy(3));
    assertThat(lab.store().sweep().reclaimed()).isZero();

    worker.drain.request();
    gate.open(1);
    await().until(() -> !slot.isAlive());
    assertThat(lab.results(id)).containsExactly("0", "1");
    finishOnAnotherWorker("2/1", "3/1");
    assertThat(lab.state(id)).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void resultsAndChunksDoNotWaitForALongChunkThatWasClaimedWithThem() {
    var id = fourChunksClaimedTogetherOfWhichTheSecondIsAtWork();
    assertThat(lab.results(id)).isEmpty();

    worker.loop.relieve(System.nanoTime() + Duration.ofSeconds(1).toNanos());

    assertThat(lab.results(id)).containsExactly("0");
    finishOnAnotherWorker("2/1", "3/1");
    gate.open(1);
    await().until(() -> lab.hasEnded(id));
    assertThat(lab.results(id)).containsExactly("0", "1", "2", "3");
    assertThat(gate.begun()).hasSize(102);
  }

  @Test
  void anItemThatTakesTooLongIsInterruptedAndHandedBackUncharged() {
    var id = lab.range("gate@1", 3, 3);
    slot = worker.start();
    gate.open(1);
    await().until(() -> gate.begun().size() == 2 && gate.hasWaiting());

    worker.drain.request();
    worker.held.handBack();
    await().until(() -> !slot.isAlive());

    assertThat(lab.results(id)).containsExactly("0");
    finishOnAnotherWorker("1/1", "2/1");
    assertThat(lab.state(id)).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void aCancelledJobIsNoticedWithinOneHeartbeat() {
    var id = lab.range("gate@1", 10, 10);
    slot = worker.start();
    await().until(gate::hasWaiting);

    lab.store().cancel(id);
    worker.heartbeat.runOnce();

    await().until(() -> worker.busy.get() == 0);
    assertThat(gate.begun()).containsExactly("0/1");
    assertThat(lab.state(id)).isEqualTo(JobState.CANCELLED);
  }

  @Test
  void aChunkWhoseLeaseIsLostIsDroppedAndComputedOnceMore() {
    var id = lab.range("gate@1", 3, 3);
    slot = worker.start();
    await().until(gate::hasWaiting);

    lab.pass(LEASE.plusSeconds(1));
    assertThat(lab.store().sweep().reclaimed()).isEqualTo(1);
    worker.heartbeat.runOnce();
    await().until(() -> gate.begun().contains("0/2"));
    gate.open(3);

    await().until(() -> lab.hasEnded(id));
    assertThat(gate.begun()).containsExactly("0/1", "0/2", "1/2", "2/2");
    assertThat(lab.results(id)).containsExactly("0", "1", "2");
  }

  @Test
  void anItemThatTakesThirtyLeasesRunsOnceOnAHealthyWorker() {
    var id = lab.range("gate@1", 1, 1);
    slot = worker.start();
    await().until(gate::hasWaiting);

    leases(30);
    gate.open(1);

    await().until(() -> lab.hasEnded(id));
    assertRanOnce(id, "0/1");
  }

  @Test
  void aChunkOfThirtyItemsOfALeaseEachRunsOnceOnAHealthyWorker() {
    var id = lab.range("gate@1", 30, 30);
    slot = worker.start();
    for (int item = 1; item <= 30; item++) {
      int begun = item;
      await().until(() -> gate.begun().size() == begun && gate.hasWaiting());
      leases(1);
      gate.open(1);
    }

    await().until(() -> lab.hasEnded(id));
    assertRanOnce(id, IntStream.range(0, 30).mapToObj(i -> i + "/1").toArray(String[]::new));
  }

  private JobId fourChunksClaimedTogetherOfWhichTheSecondIsAtWork() {
    gate.open(100);
    lab.range("gate@1", 100, 100);
    worker.work(); // now an item is known to be cheap, and chunks of one are claimed together
    var id = lab.range("gate@1", 4, 1);
    slot = worker.start();
    gate.open(1);
    await().until(() -> gate.begun().contains("1/1") && gate.begun().size() == 102);
    return id;
  }

  /** So many leases pass; the worker's heart beats three times in each, and others sweep. */
  private void leases(int count) {
    for (int third = 0; third < 3 * count; third++) {
      lab.pass(LEASE.dividedBy(3));
      worker.heartbeat.runOnce();
      assertThat(lab.store().sweep().reclaimed()).isZero();
    }
  }

  private void assertRanOnce(JobId id, String... executions) {
    assertThat(gate.begun()).containsExactly(executions);
    assertThat(lab.state(id)).isEqualTo(JobState.SUCCEEDED);
    assertThat(lab.job(id).chunks().reclaimed()).isZero();
    assertThat(lab.results(id))
        .isEqualTo(IntStream.range(0, executions.length).mapToObj(Integer::toString).toList());
  }

  private void finishOnAnotherWorker(String... begun) {
    var other = new Gate();
    other.open(1_000);
    new Crew("w9", lab, other).work();
    assertThat(other.begun()).containsExactly(begun);
  }
}
