package starmap.api.meter;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import starmap.fleet.Worker;
import starmap.fleet.WorkerRegistry;
import starmap.store.Outage;
import starmap.store.StoreWatch;

/**
 * The whole installation as it was some seconds ago at most, while somebody asks; read once for all
 * who ask. Nobody waits for a Redis that is away.
 */
@Component
class FleetView {
  private static final Logger LOG = LoggerFactory.getLogger(FleetView.class);
  private static final Duration FRESH = Duration.ofSeconds(5);
  private static final long PATIENCE_MILLIS = 500;

  private final StoreWatch watch;
  private final WorkerRegistry workers;
  private final InstantSource clock;
  private final Outage outage = new Outage(LOG, "looking at the installation for its metrics");
  private Instant looked = Instant.MIN;
  private CompletableFuture<Optional<Sight>> look =
      CompletableFuture.completedFuture(Optional.empty());
  private Optional<Sight> known = Optional.empty();
  private Optional<Sight> last = Optional.empty();

  FleetView(StoreWatch watch, WorkerRegistry workers, InstantSource clock) {
    this.watch = watch;
    this.workers = workers;
    this.clock = clock;
  }

  /**
   * The installation.
   *
   * @param store its jobs, chunks and memory
   * @param serving live workers that take chunks
   * @param draining live workers that take none
   */
  record Sight(StoreWatch.Sight store, long serving, long draining) {
    private static Sight of(StoreWatch.Sight store, List<Worker.Seen> workers) {
      var alive = workers.stream().filter(Worker.Seen::alive).map(Worker.Seen::worker).toList();
      long draining = alive.stream().filter(Worker::draining).count();
      return new Sight(store, alive.size() - draining, draining);
    }
  }

  /** As it is; empty where Redis does not tell. */
  synchronized Optional<Sight> now() {
    var now = clock.instant();
    if (look.isDone() && !now.isBefore(looked.plus(FRESH))) {
      looked = now;
      look =
          CompletableFuture.supplyAsync(
              this::look, Thread.ofVirtual().name("starmap-metrics")::start);
      boolean _ =
          look.copy()
              .thenApply(_ -> true)
              .completeOnTimeout(false, PATIENCE_MILLIS, MILLISECONDS)
              .join();
    }
    known = look.getNow(known);
    return known;
  }

  /** As it was when Redis last told: what is counted never goes back. */
  synchronized Optional<Sight> latest() {
    var now = now();
    last = now.isPresent() ? now : last;
    return last;
  }

  private Optional<Sight> look() {
    try {
      var sight = Sight.of(watch.look(), workers.glance());
      outage.over();
      return Optional.of(sight);
    } catch (RuntimeException e) { // a scrape tells of the rest all the same
      outage.failed(e);
      return Optional.empty();
    }
  }
}
