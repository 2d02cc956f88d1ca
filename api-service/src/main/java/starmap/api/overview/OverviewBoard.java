package starmap.api.overview;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import starmap.api.job.Jobs;
import starmap.fleet.WorkerRegistry;
import starmap.store.StoreException;
import starmap.store.StoreWatch;

/**
 * Reads the overview at most once a second, however many look at it, and not at all while nobody
 * does.
 */
@Component
class OverviewBoard {
  private static final long PERIOD_NANOS = Duration.ofSeconds(1).toNanos();
  private static final int MOST_JOBS = 20;

  private final WorkerRegistry registry;
  private final StoreWatch watch;
  private final Jobs jobs;
  private final InstantSource clock;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private @Nullable Reading last;

  OverviewBoard(WorkerRegistry registry, StoreWatch watch, Jobs jobs, InstantSource clock) {
    this.registry = registry;
    this.watch = watch;
    this.jobs = jobs;
    this.clock = clock;
  }

  /**
   * What was read, or why nothing was.
   *
   * @param at time of {@link System#nanoTime}
   */
  record Reading(long at, @Nullable Overview overview, @Nullable StoreException failure) {
    /**
     * The overview.
     *
     * @throws StoreException where Redis did not answer
     */
    Overview get() {
      if (overview == null) {
        throw failure == null ? new IllegalStateException("nothing was read") : failure;
      }
      return overview;
    }
  }

  /** One that is no older than a second. Those who come while it is read get the same. */
  synchronized Reading read() {
    var known = last;
    if (known != null && System.nanoTime() - known.at() < PERIOD_NANOS) {
      return known;
    }
    var read = look();
    last = read;
    return read;
  }

  /**
   * Waits until there can be another one than that of {@code at}. False where the service stops.
   */
  boolean await(long at) throws InterruptedException {
    long left = at + PERIOD_NANOS - System.nanoTime();
    return !stopped.await(left, TimeUnit.NANOSECONDS);
  }

  /** Whoever watches would keep the service from stopping. */
  @EventListener(ContextClosedEvent.class)
  void stop() {
    stopped.countDown();
  }

  private Reading look() {
    try {
      var workers = registry.glance();
      var active = watch.active(MOST_JOBS);
      var newest = active.newest().stream().map(jobs::line).toList();
      var overview = Overview.of(clock.instant(), workers, active, newest);
      return new Reading(System.nanoTime(), overview, null);
    } catch (StoreException e) {
      return new Reading(System.nanoTime(), null, e);
    }
  }
}
