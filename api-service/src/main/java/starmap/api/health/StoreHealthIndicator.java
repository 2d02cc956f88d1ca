package starmap.api.health;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;
import starmap.job.JobId;
import starmap.store.JobStore;
import starmap.store.StoreException;

/**
 * Down where Redis refuses this process, which only an operator can mend. A Redis that is merely
 * away is no reason to take processes out of service: they say 503 themselves, and all of them
 * would go at once.
 */
@Component
class StoreHealthIndicator implements HealthIndicator {
  private static final Logger LOG = LoggerFactory.getLogger(StoreHealthIndicator.class);

  /** Who probes has little patience, and a Redis that hangs is away. */
  private static final Duration PATIENCE = Duration.ofMillis(300);

  /** Reads with a script, as all that matters here is done by scripts. */
  private static final JobStore.Collect HARMLESS =
      new JobStore.Collect(JobId.random(), JobStore.Order.INPUT, 0, 1, List.of());

  private final JobStore store;
  private @Nullable FutureTask<Health> asking;
  private Health last = Health.up().build();

  StoreHealthIndicator(JobStore store) {
    this.store = store;
  }

  @Override
  public synchronized Health health() {
    try {
      if (asking == null) {
        asking = new FutureTask<>(this::ask);
        Thread.ofVirtual().name("starmap-health").start(asking);
      }
      last = asking.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      asking = null;
    } catch (java.util.concurrent.TimeoutException _) {
      LOG.debug("Redis has not answered yet; what was known before still holds");
    } catch (java.util.concurrent.ExecutionException e) {
      asking = null;
      LOG.error("the health of the store cannot be told", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return last;
  }

  private Health ask() {
    try {
      boolean _ = store.collect(HARMLESS).isPresent();
      return Health.up().build();
    } catch (StoreException.Denied e) {
      return Health.down().withDetail("redis", String.valueOf(e.getMessage())).build();
    } catch (StoreException e) {
      return Health.up().withDetail("redis", "away").build();
    }
  }
}
