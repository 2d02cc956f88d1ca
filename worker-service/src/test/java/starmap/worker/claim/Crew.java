package starmap.worker.claim;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import starmap.fleet.Worker;
import starmap.store.Doorbell;
import starmap.store.JobStore;
import starmap.store.Pace;
import starmap.store.StoreException;
import starmap.store.Stores;
import starmap.worker.Lab;
import starmap.worker.execute.ChunkRunner;
import starmap.worker.execute.StuckItem;
import starmap.worker.heartbeat.Heartbeat;
import starmap.worker.held.Drain;
import starmap.worker.held.HeldChunk;
import starmap.worker.held.HeldChunks;
import starmap.worker.held.ItemWatch;

/** One worker with one slot, whose heartbeat is driven by hand. */
final class Crew {
  final HeldChunks held = new HeldChunks();
  final Drain drain = new Drain();
  final Bell bell = new Bell();
  final AtomicInteger busy = new AtomicInteger();
  final Heartbeat heartbeat;
  final ClaimLoop loop;
  private final String id;
  private final JobStore store;
  private final ClaimLoop.Worksite site;
  private final ChunkRunner runner;

  Crew(String id, Lab lab, ChunkRunner.Functions functions) {
    this(id, lab, lab.stores(), functions, Duration.ofDays(1));
  }

  Crew(String id, Lab lab, Stores stores, ChunkRunner.Functions functions, Duration beat) {
    this(id, lab, stores, functions, beat, Duration.ofMillis(20), (_, _) -> () -> {});
  }

  private Crew(
      String id,
      Lab lab,
      Stores stores,
      ChunkRunner.Functions functions,
      Duration beat,
      Duration idlePoll,
      Queues.Bells bells) {
    this.id = id;
    store = lab.open(stores);
    heartbeat = new Heartbeat(lab.open(stores), stores.workers(), held, self(), beat, new Pace());
    var queues = new Queues(functions::sources, bells, System::nanoTime);
    site =
        new ClaimLoop.Worksite(store, retry(), held, drain, bell, queues, id, idlePoll, new Pace());
    runner = new ChunkRunner(functions, store, drain);
    loop = new ClaimLoop(site, runner, busy);
  }

  /** Its heart does not beat, and it looks for work only when it hears of some. */
  static Crew listening(String id, Lab lab, Doorbell doorbell, ChunkRunner.Functions functions) {
    var never = Duration.ofDays(1);
    var crew = new Crew(id, lab, lab.stores(), functions, never, never, doorbell::onQueue);
    doorbell.onWork(id, crew.bell::ring);
    doorbell.onIdle(crew.held::hint);
    return crew;
  }

  /** Another slot. */
  ClaimLoop anotherSlot() {
    return new ClaimLoop(site, runner, busy);
  }

  /** Runs the loop until it is told to drain. */
  Thread start() {
    return Thread.ofPlatform().daemon().name("slot-of-" + id).start(loop);
  }

  /** Computes on the calling thread until nothing is ready. */
  void work() {
    while (loop.runOnce()) {
      // the next round settles this one
    }
  }

  /** Watches its items; {@code giveUp} is told of those that do not even react to an interrupt. */
  ItemWatch watch(Consumer<List<HeldChunk>> giveUp) {
    return new ItemWatch(held, store, StuckItem::settlement, giveUp);
  }

  /** Watches its items, none of which is ever stuck. */
  ItemWatch watch() {
    return watch(
        stuck -> {
          throw new AssertionError("stuck: " + stuck);
        });
  }

  private Heartbeat.Self self() {
    return new Heartbeat.Self() {
      @Override
      public Worker now() {
        return description();
      }

      @Override
      public void onDrain() {
        drain.request();
      }
    };
  }

  private Worker description() {
    return new Worker(
        id,
        id,
        "lab",
        1,
        0,
        Instant.EPOCH,
        1,
        busy.get(),
        drain.isRequested(),
        List.of(),
        List.of(),
        held.activity(System.nanoTime()));
  }

  private static RetryTemplate retry() {
    return new RetryTemplate(
        RetryPolicy.builder()
            .includes(StoreException.class)
            .delay(Duration.ofMillis(20))
            .timeout(Duration.ofMinutes(1))
            .maxRetries(Long.MAX_VALUE)
            .build());
  }
}
