package starmap.api.health;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;
import starmap.job.JobId;
import starmap.store.JobResults;
import starmap.store.JobStore;
import starmap.store.Outage;
import starmap.store.StoreException;

/**
 * Down where Redis refuses this process, which only an operator can mend. A Redis that is merely
 * away is no reason to take processes out of service: they say 503 themselves, and all of them
 * would go at once.
 */
@Component
class StoreHealthIndicator implements HealthIndicator {
  private static final Logger LOG = LoggerFactory.getLogger(StoreHealthIndicator.class);

  /** Who probes has little patience; until Redis answers, what was known before holds. */
  private static final long PATIENCE_MILLIS = 300;

  /** Reads with a script, as all that matters here is done by scripts. */
  private static final JobResults.Collect HARMLESS =
      new JobResults.Collect(JobId.random(), JobResults.Order.INPUT, 0, 1, List.of());

  private final JobStore store;
  private final Outage outage = new Outage(LOG, "this service's access to Redis");
  private Health known = Health.up().build();
  private CompletableFuture<Health> answer = CompletableFuture.completedFuture(known);

  StoreHealthIndicator(JobStore store) {
    this.store = store;
  }

  @Override
  public synchronized Health health() {
    if (answer.isDone()) {
      known = answer.join();
      answer =
          CompletableFuture.supplyAsync(
              this::ask, Thread.ofVirtual().name("starmap-health")::start);
    }
    known = answer.copy().completeOnTimeout(known, PATIENCE_MILLIS, MILLISECONDS).join();
    return known;
  }

  private Health ask() {
    try {
      boolean _ = store.collect(HARMLESS).isPresent();
      outage.over();
      return Health.up().build();
    } catch (StoreException.Unavailable | StoreException.Full e) {
      return Health.up().withDetail("redis", String.valueOf(e.getMessage())).build();
    } catch (RuntimeException e) {
      outage.failed(e);
      return Health.down(e).build();
    }
  }
}
