package starmap.worker.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import starmap.job.JobId;
import starmap.job.JobState;
import starmap.store.Doorbell;
import starmap.worker.Lab;

/**
 * A chunk of 100 items of which number 40 takes long. Nobody polls and no heart beats: who does not
 * hear of work never finds any.
 */
@Timeout(60)
class LongItemIT {
  private static final int ITEMS = 100;
  private static final int LONG_ONE = 40;
  private static final Duration LEASE = Duration.ofSeconds(15);

  private final Boulder boulder = new Boulder(LONG_ONE);
  private final List<Crew> crews = new ArrayList<>();
  private final List<ClaimLoop> slots = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private Lab lab;
  private Doorbell doorbell;

  /** Late enough for results to be settled again. */
  private long now = System.nanoTime() + Duration.ofHours(1).toNanos();

  @BeforeEach
  void open() {
    lab = Lab.open(false);
    doorbell = lab.stores().doorbell();
    doorbell.connect();
  }

  @AfterEach
  void close() {
    boulder.moveAway();
    crews.forEach(crew -> crew.drain.request());
    crews.forEach(crew -> crew.bell.ring());
    await().until(() -> threads.stream().noneMatch(Thread::isAlive));
    doorbell.close();
    lab.close();
  }

  @Test
  void resultsBeforeALongItemAreReadableWhileItRuns() {
    var worker = crew("w1");
    var id = reachTheLongItem(worker);
    assertThat(lab.results(id)).isEmpty();

    look(0);
    assertThat(lab.results(id)).isEmpty();
    look(60);

    assertThat(lab.results(id)).isEqualTo(values(LONG_ONE));
    assertThat(lab.job(id).counts().running()).isEqualTo(ITEMS - LONG_ONE);
    boulder.moveAway();
    assertEachIsComputedOnce(id);
  }

  @Test
  void whatIsBehindAnItemThatTakesLongerThanAChunkShouldGoesBackEvenIfNobodyStarves() {
    var worker = crew("w1");
    var id = reachTheLongItem(worker);
    look(0);
    look(260);

    assertThat(lab.results(id)).isEqualTo(values(LONG_ONE));
    assertThat(lab.job(id).counts().running()).isEqualTo(1);
    boulder.moveAway();
    assertEachIsComputedOnce(id);
  }

  @Test
  void anIdleSlotOfTheSameWorkerComputesAllOtherItemsMeanwhile() {
    var worker = crew("w1");
    var second = worker.anotherSlot();
    start(second);
    await().until(worker.bell::isAwaited);
    var id = lab.range("boulder@1", ITEMS, ITEMS);
    start(worker.loop);
    await().until(boulder::isReached);

    assertAllButTheLongItemAreComputed(id);
    boulder.moveAway();
    assertEachIsComputedOnce(id);
  }

  @Test
  void aWorkerThatWasIdleBeforeComputesAllOtherItemsMeanwhile() {
    var second = crew("w2");
    assertThat(second.loop.runOnce()).isFalse();
    var worker = crew("w1");
    var id = reachTheLongItem(worker);
    start(second.loop);

    assertAllButTheLongItemAreComputed(id);
    boulder.moveAway();
    assertEachIsComputedOnce(id);
  }

  @Test
  void aWorkerThatBecomesIdleWhileTheItemRunsComputesAllOtherItemsMeanwhile() {
    var worker = crew("w1");
    var id = reachTheLongItem(worker);
    start(crew("w2").loop);

    assertAllButTheLongItemAreComputed(id);
    boulder.moveAway();
    assertEachIsComputedOnce(id);
  }

  @Test
  void aWorkerThatDrainsFinishesItsLongItemAndNothingElse() {
    var worker = crew("w1");
    var id = shareAroundTheLongItem(worker);

    worker.drain.request();
    boulder.moveAway();
    await().until(() -> threads.stream().noneMatch(Thread::isAlive));
    assertThat(boulder.begun()).hasSize(LONG_ONE + 1);

    start(crew("w3").loop);
    assertEachIsComputedOnce(id);
  }

  @Test
  void aLongItemThatIsHandedBackIsComputedElsewhereUncharged() {
    var worker = crew("w1");
    var id = shareAroundTheLongItem(worker);

    worker.drain.request();
    worker.held.handBack();
    await().until(() -> threads.stream().noneMatch(Thread::isAlive));
    boulder.moveAway();
    crew("w3").work();

    assertThat(lab.results(id)).isEqualTo(values(ITEMS));
    assertThat(boulder.begun()).hasSize(ITEMS + 1).contains("40/1").doesNotContain("40/2");
  }

  @Test
  void whenItsWorkerDiesOnlyTheLongItemIsComputedAgain() {
    var worker = crew("w1");
    var id = shareAroundTheLongItem(worker);
    crew("w3").work();

    lab.pass(LEASE.plusSeconds(1));
    assertThat(lab.store().sweep().reclaimed()).isEqualTo(1);
    boulder.moveAway(); // it was not dead, but slow; what it has to say comes late
    crew("w4").work();

    await().until(() -> lab.hasEnded(id));
    assertThat(lab.results(id)).isEqualTo(values(ITEMS));
    assertThat(boulder.begun().stream().filter(one -> !one.startsWith("40/"))).hasSize(ITEMS - 1);
  }

  @Test
  void aCancelledJobIsNoticedWhileItsLongItemRuns() {
    var worker = crew("w1");
    var id = reachTheLongItem(worker);
    lab.store().cancel(id);

    look(0);
    look(60);

    await().until(() -> worker.busy.get() == 0);
    assertThat(lab.state(id)).isEqualTo(JobState.CANCELLED);
    assertThat(boulder.begun()).hasSize(LONG_ONE + 1);
  }

  @Test
  void whatIsComputedIsSettledOnceOnlyHoweverOftenSomebodyLooks() {
    var worker = crew("w1");
    var id = shareAroundTheLongItem(worker);
    long recorded = lab.job(id).chunks().recorded();
    worker.held.wishShare();
    IntStream.range(0, 5).forEach(_ -> look(300));

    assertThat(lab.job(id).chunks().recorded()).isEqualTo(recorded);
    assertThat(lab.results(id)).isEqualTo(values(LONG_ONE));
    boulder.moveAway();
    assertEachIsComputedOnce(id);
  }

  private JobId reachTheLongItem(Crew worker) {
    var id = lab.range("boulder@1", ITEMS, ITEMS);
    start(worker.loop);
    await().until(boulder::isReached);
    return id;
  }

  private JobId shareAroundTheLongItem(Crew worker) {
    var id = reachTheLongItem(worker);
    look(0);
    worker.held.wishShare();
    look(60);
    assertThat(lab.results(id)).isEqualTo(values(LONG_ONE));
    assertThat(lab.job(id).counts().running()).isEqualTo(1);
    return id;
  }

  private void assertAllButTheLongItemAreComputed(JobId id) {
    look(0);
    look(60);
    await()
        .until(
            () -> {
              look(0); // some may have been told after the last one that others starve
              return lab.job(id).counts().succeeded() == ITEMS - 1;
            });
    assertThat(lab.results(id)).isEqualTo(values(LONG_ONE));
    assertThat(lab.job(id).counts().running()).isEqualTo(1);
  }

  private void assertEachIsComputedOnce(JobId id) {
    await().until(() -> lab.hasEnded(id));
    assertThat(lab.state(id)).isEqualTo(JobState.SUCCEEDED);
    assertThat(lab.results(id)).isEqualTo(values(ITEMS));
    assertThat(boulder.begun())
        .containsExactlyInAnyOrder(
            IntStream.range(0, ITEMS).mapToObj(i -> i + "/1").toArray(String[]::new));
  }

  private static List<String> values(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }

  private Crew crew(String id) {
    var crew = Crew.listening(id, lab, doorbell, boulder);
    crews.add(crew);
    return crew;
  }

  private void start(ClaimLoop slot) {
    slots.add(slot);
    threads.add(Thread.ofPlatform().daemon().start(slot));
  }

  /** Looks after all slots, so long after the last look. */
  private void look(long millis) {
    now += Duration.ofMillis(millis).toNanos();
    slots.forEach(slot -> slot.relieve(now));
  }
}
