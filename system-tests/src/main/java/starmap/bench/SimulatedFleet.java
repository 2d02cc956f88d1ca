package starmap.bench;

import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import starmap.fleet.Activity;
import starmap.fleet.Worker;
import starmap.fleet.WorkerRegistry;
import starmap.store.JobStore;
import starmap.store.Pace;
import starmap.store.StoreException;
import starmap.store.StoreProperties;
import starmap.store.Stores;
import starmap.store.Sweeper;
import starmap.worker.claim.Bell;
import starmap.worker.claim.ClaimLoop;
import starmap.worker.claim.Queues;
import starmap.worker.execute.ChunkRunner;
import starmap.worker.execute.FunctionRuntime;
import starmap.worker.function.FunctionCatalog;
import starmap.worker.heartbeat.Heartbeat;
import starmap.worker.held.Drain;
import starmap.worker.held.HeldChunks;

/**
 * Many workers in one process: each has the claim loops, the heartbeat, the sweeper and the
 * doorbell of a real one, with the same periods, on virtual threads. Each doorbell has a connection
 * of its own; commands share connections where there are very many workers, as a process may open
 * only so many.
 */
final class SimulatedFleet {
  private static final int MOST_STORES = 4_000;
  private static final int MOST_REGISTRIES = 4_000;
  private static final int MOST_STARTING = 30;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration HEARTBEAT = Duration.ofSeconds(5);
  private static final Duration IDLE_POLL = Duration.ofSeconds(1);

  private final Stores stores;
  private final List<JobStore> links;
  private final List<WorkerRegistry> registries;
  private final FunctionCatalog functions;
  private final int slots;
  private final Semaphore starting = new Semaphore(MOST_STARTING);
  private final AtomicInteger started = new AtomicInteger();
  private final Drain drain = new Drain();
  private final Queue<Long> begun = new ConcurrentLinkedQueue<>();

  /** A fleet of so many workers with so many slots each. */
  SimulatedFleet(RedisClient client, int workers, int slots) throws Exception {
    this.slots = slots;
    stores = new Stores(client, StoreProperties.defaults(), TIMEOUT);
    links = Stream.generate(stores::jobs).limit(Math.min(workers, MOST_STORES)).toList();
    registries =
        Stream.generate(stores::workers).limit(Math.min(workers, MOST_REGISTRIES)).toList();
    functions = FunctionCatalog.load();
    for (int i = 0; i < workers; i++) {
      int number = i;
      Thread.startVirtualThread(() -> start(number));
    }
  }

  /** How many have begun to work. */
  int started() {
    return started.get();
  }

  /** When chunks were begun since this was asked last, by {@link System#nanoTime}. */
  List<Long> begun() {
    var all = new ArrayList<Long>();
    for (var one = begun.poll(); one != null; one = begun.poll()) {
      all.add(one);
    }
    return all;
  }

  private void start(int number) {
    var store = links.get(number % links.size());
    var held = new HeldChunks();
    var bell = new Bell();
    var pace = new Pace();
    var self = worker(number);
    var doorbell = stores.doorbell();
    doorbell.onWork(self.id(), bell::ring);
    doorbell.onIdle(held::hint);
    var registry = registries.get(number % registries.size());
    var heartbeat = new Heartbeat(store, registry, held, () -> self, HEARTBEAT, pace);
    var sweeper = new Sweeper(store, doorbell, pace);
    enter(heartbeat, sweeper);
    sweeper.start();
    var site =
        new ClaimLoop.Worksite(
            store, retry(), held, drain, bell, Queues.none(), self.id(), IDLE_POLL, pace);
    var runner = new ChunkRunner(this::find, store, drain);
    for (int i = 0; i < slots; i++) {
      Thread.startVirtualThread(new ClaimLoop(site, runner, new AtomicInteger()));
    }
    started.incrementAndGet();
    beat(heartbeat);
  }

  /** Not all at once: real workers do not start in one moment either. */
  private void enter(Heartbeat heartbeat, Sweeper sweeper) {
    starting.acquireUninterruptibly();
    try {
      while (!heartbeat.runOnce()) {
        sleep(HEARTBEAT);
      }
      sweeper.runOnce();
    } finally {
      starting.release();
    }
  }

  private Optional<FunctionRuntime> find(String name) {
    begun.add(System.nanoTime());
    return functions.find(name);
  }

  /** As {@link Heartbeat} does on a thread of its own. */
  private void beat(Heartbeat heartbeat) {
    while (!drain.isRequested()) {
      sleep(heartbeat.pause());
      boolean _ = heartbeat.runOnce();
    }
  }

  private Worker worker(int number) {
    var id = "sim-%05d".formatted(number);
    return new Worker(
        id,
        id,
        "simulated",
        number,
        0,
        Instant.EPOCH,
        slots,
        0,
        false,
        functions.descriptors(),
        List.of(),
        Activity.NONE);
  }

  private static void sleep(Duration time) {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static RetryTemplate retry() {
    return new RetryTemplate(
        RetryPolicy.builder()
            .includes(StoreException.class)
            .delay(Duration.ofMillis(100))
            .multiplier(2)
            .maxDelay(Duration.ofSeconds(4))
            .maxRetries(Long.MAX_VALUE)
            .build());
  }
}
