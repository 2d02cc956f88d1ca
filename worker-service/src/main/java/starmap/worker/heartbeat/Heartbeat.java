package starmap.worker.heartbeat;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import starmap.fleet.Worker;
import starmap.fleet.WorkerRegistry;
import starmap.log.LogKey;
import starmap.store.JobStore;
import starmap.store.Outage;
import starmap.store.Pace;
import starmap.store.StoreException;
import starmap.worker.held.HeldChunks;

/**
 * Says that this worker lives and renews its leases, on a thread and a connection of its own, so
 * that no busy slot can delay it.
 */
public final class Heartbeat implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
  private static final Duration SOON = Duration.ofSeconds(1);

  private final JobStore store;
  private final WorkerRegistry registry;
  private final HeldChunks held;
  private final Self self;
  private final Duration period;
  private final Pace pace;
  private final Outage outage = new Outage(LOG, "the heartbeat");
  private final Semaphore calls = new Semaphore(0);
  private volatile boolean stopped;
  private @Nullable Thread thread;
  private boolean away;

  /** The worker that beats. */
  @FunctionalInterface
  public interface Self {
    /** As it is now. */
    Worker now();

    /** Somebody asks that it takes no new chunks; said with each beat from then on. */
    default void onDrain() {}
  }

  /**
   * {@code pace} says how large the fleet is: in a large one, those that hold nothing beat a little
   * less often.
   */
  public Heartbeat(
      JobStore store,
      WorkerRegistry registry,
      HeldChunks held,
      Self self,
      Duration period,
      Pace pace) {
    this.store = store;
    this.registry = registry;
    this.held = held;
    this.self = self;
    this.period = period;
    this.pace = pace;
  }

  /** Beats once, and then regularly until closed. */
  public void start() {
    runOnce();
    thread = Thread.ofPlatform().daemon().name("starmap-heartbeat").start(this::loop);
  }

  /** Beats as soon as it can, because the worker has changed. */
  public void hurry() {
    calls.release();
  }

  /** One heartbeat. False where Redis does not answer. */
  public boolean runOnce() {
    try {
      if (registry.register(self.now())) {
        self.onDrain();
      }
      held.extend(store);
      away = false;
      outage.over();
      return true;
    } catch (Throwable e) { // no error may end the heartbeat while the slots go on
      outage.failed(e);
    }
    away = true;
    return false;
  }

  /** Ends the heartbeat and takes the worker out of the registry. */
  @Override
  public void close() {
    fallSilent();
    try {
      registry.unregister(self.now().id());
    } catch (StoreException e) {
      LOG.atInfo()
          .addKeyValue(LogKey.CAUSE, e.getMessage())
          .log("the worker stays in the registry until its heartbeat is too old");
    }
  }

  /** Ends the heartbeat only, so that others take this worker for dead. */
  public void fallSilent() {
    stopped = true;
    calls.release();
    try {
      if (thread != null) {
        boolean _ = thread.join(SOON);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** How long to wait before the next one. */
  public Duration pause() {
    if (away) {
      return SOON;
    }
    var longer = pace.of(period);
    var longest = period.plus(period.multipliedBy(2).dividedBy(5)); // twice in a lease
    return held.isEmpty() ? (longer.compareTo(longest) < 0 ? longer : longest) : period;
  }

  private void loop() {
    try {
      while (!stopped) {
        boolean _ = calls.tryAcquire(pause().toMillis(), TimeUnit.MILLISECONDS);
        calls.drainPermits();
        if (!stopped) {
          runOnce();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
