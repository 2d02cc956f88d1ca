package starmap.worker.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import starmap.job.JobId;
import starmap.store.StoreException;
import starmap.worker.Lab;

@Timeout(120)
class RedisAwayIT {
  private final Lab lab = Lab.open(true);
  private final Gate gate = new Gate();
  private final Crew worker = new Crew("w1", lab, gate);
  private Thread slot;

  @AfterEach
  void close() {
    worker.drain.request();
    gate.open(1_000_000);
    patiently().until(() -> slot == null || !slot.isAlive());
    lab.close();
  }

  @Test
  void resultsWaitUntilRedisIsBackAfterACrash() {
    var id = lab.range("gate@1", 4, 2);
    slot = worker.start();
    await().until(gate::hasWaiting);

    lab.redis().kill();
    gate.open(2);
    patiently().until(() -> worker.busy.get() == 0);
    lab.redis().restart();
    gate.open(2);

    patiently().until(() -> ended(id));
    assertThat(gate.begun()).startsWith("0/1", "1/1").doesNotContain("0/2", "1/2");
    assertThat(lab.results(id)).containsExactly("0", "1", "2", "3");
  }

  @Test
  void aLongChunkIsComputedOnAndSettledWholeWhenRedisIsBack() {
    var id = lab.range("gate@1", 2_000, 2_000);
    slot = worker.start();
    await().until(gate::hasWaiting);

    lab.redis().kill();
    gate.open(1_900);
    patiently().until(() -> gate.begun().size() == 1_901);
    lab.redis().restart();
    gate.open(100);

    patiently().until(() -> ended(id));
    assertThat(gate.begun()).hasSize(2_000);
    assertThat(lab.results(id))
        .containsExactlyElementsOf(IntStream.range(0, 2_000).mapToObj(Integer::toString).toList());
  }

  @Test
  void aFrozenRedisIsWaitedFor() {
    var id = lab.range("gate@1", 2, 2);
    slot = worker.start();
    await().until(gate::hasWaiting);

    lab.redis().suspend();
    assertThat(worker.heartbeat.runOnce()).isFalse();
    gate.open(2);
    patiently().until(() -> worker.busy.get() == 0);
    lab.redis().resume();

    patiently().until(() -> ended(id));
    assertThat(gate.begun()).containsExactly("0/1", "1/1");
    assertThat(lab.results(id)).containsExactly("0", "1");
    patiently().until(worker.heartbeat::runOnce);
  }

  @Test
  void anIdleWorkerFindsWorkAgainAfterACrash() {
    slot = worker.start();
    patiently().until(() -> slot.getState() == Thread.State.TIMED_WAITING);
    lab.redis().kill();
    patiently().until(() -> slot.getState() == Thread.State.TIMED_WAITING);
    lab.redis().restart();
    gate.open(1);

    patiently().ignoreExceptions().until(() -> lab.store().sweep() != null);
    var id = lab.range("gate@1", 1, 0);
    patiently().until(() -> ended(id));
  }

  @Test
  void aWorkerWithNothingToSettleDrainsWhileRedisIsAway() {
    lab.redis().kill();
    slot = worker.start();
    patiently().until(() -> slot.getState() == Thread.State.TIMED_WAITING);
    worker.drain.request();
    worker.bell.ring();
    await().until(() -> !slot.isAlive());
  }

  @Test
  void anAnswerThatMakesNoSenseIsSurvived() {
    var key = "sm:{s00}:ready:default";
    var redis = lab.raw();
    redis.set(key, "no sorted set");
    slot = worker.start();
    patiently().until(() -> slot.getState() == Thread.State.TIMED_WAITING);
    redis.del(key);

    gate.open(1);
    var id = lab.range("gate@1", 1, 0);
    patiently().until(() -> ended(id));
  }

  /**
   * Time goes on meanwhile: a chunk may have been claimed by a call whose answer was lost, and
   * comes back when its lease ends.
   */
  private boolean ended(JobId id) {
    try {
      lab.pass(Duration.ofMillis(500));
      lab.store().sweep();
      return lab.hasEnded(id);
    } catch (StoreException _) {
      return false;
    }
  }

  private static ConditionFactory patiently() {
    return await().atMost(Duration.ofSeconds(30));
  }
}
