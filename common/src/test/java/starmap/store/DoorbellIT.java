package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import starmap.chunk.Part;
import starmap.job.JobId;
import starmap.job.ResultStorage;

class DoorbellIT {
  @RegisterExtension final Redis redis = new Redis();
  private final Scene scene = new Scene(redis);
  private final List<JobId> progress = new CopyOnWriteArrayList<>();
  private final List<JobResults.Collected> told = new CopyOnWriteArrayList<>();
  private final AtomicInteger work = new AtomicInteger();
  private final AtomicInteger idle = new AtomicInteger();
  private Doorbell doorbell;

  @BeforeEach
  void listen() {
    doorbell =
        new Stores(redis.client(), StoreProperties.defaults(), Duration.ofSeconds(5)).doorbell();
    doorbell.onWork(Scene.WORKER, work::incrementAndGet);
    doorbell.onWork("w2", work::incrementAndGet);
    doorbell.onIdle(idle::incrementAndGet);
    doorbell.onProgress(
        one -> {
          one.results().ifPresent(told::add);
          progress.add(one.job());
        });
    doorbell.connect();
    await().until(() -> redis.raw().pubsubNumsub(Keys.SINGLE.jobs()).containsValue(1L));
  }

  @AfterEach
  void close() {
    doorbell.close();
    await().until(() -> redis.raw().pubsubNumsub(Keys.SINGLE.jobs()).containsValue(0L));
  }

  @Test
  void idleWorkerHearsOfNewWork() {
    scene.claim(1);
    scene.submit(JobPlan.range(1));

    await().until(() -> work.get() == 1);
  }

  @Test
  void asManyAreWokenAsThereAreChunksAndOthersAreNext() {
    scene.claim(1);
    redis.clock().advance(Duration.ofMillis(1));
    scene.claim("w2", 1);
    scene.submit(JobPlan.range(1));
    await().until(() -> work.get() == 1);
    assertThat(redis.raw().zrange(Keys.SINGLE.idle(), 0, -1)).containsExactly("w2");

    scene.submit(JobPlan.range(1));

    await().until(() -> work.get() == 2);
  }

  @Test
  void aQueueOfASourceRingsWhenItIsNoLongerEmptyUntilNobodyListens() {
    var heard = new AtomicInteger();
    var channel = Keys.SINGLE.ready("a.py@1");
    var listening = doorbell.onQueue("a.py@1", heard::incrementAndGet);
    await().until(() -> redis.raw().pubsubNumsub(channel).containsValue(1L));

    redis.store().submit(JobPlan.range(9).chunksOf(1).job().queued("a.py@1"), null);
    redis.store().submit(JobPlan.range(9).chunksOf(1).job().queued("a.py@1"), null);
    scene.submit(JobPlan.range(1));
    await().until(() -> heard.get() == 1);

    listening.close();
    await().until(() -> redis.raw().pubsubNumsub(channel).containsValue(0L));
    assertThat(heard).hasValue(1);
    assertThat(work).hasValue(0);
  }

  @Test
  void whoDoesNotHearIsPassedOver() {
    scene.claim("dead", 1);
    redis.clock().advance(Duration.ofMillis(1));
    scene.claim("w2", 1);

    scene.submit(JobPlan.range(1));

    await().until(() -> work.get() == 1);
  }

  @Test
  void nobodyIsWokenWhileAllAreBusy() {
    var id = scene.submit(JobPlan.range(1));
    scene.drain();

    await().until(() -> progress.contains(id));
    assertThat(work).hasValue(0);
  }

  @Test
  void whoHoldsChunksHearsOfTheFirstWorkerThatFindsNothing() {
    scene.claim("w2", 1);
    scene.submit(JobPlan.range(2).chunksOf(2));
    var chunk = scene.claimOne("w2");
    scene.claim("w3", 1);
    scene.claim("w3", 1);
    scene.claim("w4", 1);
    redis.store().cancel(chunk.id().job());

    await().until(() -> progress.contains(chunk.id().job()));
    assertThat(idle).hasValue(1);
  }

  @Test
  void onePieceOrManyGivenBackRingOnce() {
    scene.submit(JobPlan.range(3).chunksOf(3));
    var chunk = scene.claimOne();
    scene.claim("w2", 1);
    var piece = new Part.Returned(1);
    scene.settle(chunk, piece, piece, piece);
    redis.store().cancel(chunk.id().job());

    await().until(() -> progress.contains(chunk.id().job()));
    assertThat(work).hasValue(1);
  }

  @Test
  void recordingCancellingAndPurgingAreProgress() {
    var recorded = scene.submit(JobPlan.range(1));
    scene.record(scene.claimOne());
    var cancelled = scene.submit(JobPlan.range(1));
    redis.store().cancel(cancelled);
    var purged = scene.submit(JobPlan.range(1));
    redis.store().purge(purged);

    await().until(() -> progress.containsAll(List.of(recorded, cancelled, purged)));
  }

  @Test
  void resultsOfASmallJobAreToldWithItsEnd() {
    var id = scene.submit(JobPlan.range(3).chunksOf(3).stored(ResultStorage.UNTIL_READ));
    scene.record(scene.claimOne());

    await().until(() -> !told.isEmpty());
    var collected = redis.store().collect(all(id)).orElseThrow();
    assertThat(told).hasSize(1);
    assertThat(told.getFirst().total()).isEqualTo(3);
    assertThat(told.getFirst().state()).isEqualTo(collected.state());
    assertThat(Scene.values(told.getFirst().entries().getFirst()))
        .isEqualTo(Scene.values(collected.entries().getFirst()));
  }

  @Test
  void resultsThatOthersMayReadOrThatAreInPiecesOrFailedAreNotTold() {
    scene.submit(JobPlan.range(3).chunksOf(3));
    scene.record(scene.claimOne());
    scene.submit(JobPlan.range(2).chunksOf(1).stored(ResultStorage.UNTIL_READ));
    scene.record(scene.claimOne());
    scene.record(scene.claimOne());
    var failed = scene.submit(JobPlan.range(1).stored(ResultStorage.UNTIL_READ));
    scene.settle(scene.claimOne(), Parts.failures(0, 1, "Boom"));

    await().until(() -> progress.contains(failed));
    assertThat(told).isEmpty();
  }

  private static JobResults.Collect all(JobId id) {
    return new JobResults.Collect(id, JobResults.Order.INPUT, 0, 1 << 20, List.of());
  }

  @Test
  void whatIsListenedToLaterIsHeardToo() {
    var late = new AtomicInteger();
    doorbell.onProgress(_ -> late.incrementAndGet());
    redis.store().cancel(scene.submit(JobPlan.range(1)));

    await().until(() -> late.get() > 0);
  }

  @Test
  void closedSubscriptionHearsNothing() {
    var closed = new AtomicInteger();
    doorbell.onProgress(_ -> closed.incrementAndGet()).close();
    redis.store().cancel(scene.submit(JobPlan.range(1)));

    await().until(() -> !progress.isEmpty());
    assertThat(closed).hasValue(0);
  }
}
