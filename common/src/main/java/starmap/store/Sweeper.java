package starmap.store;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sweeps about every second on a thread of its own, as every API process and every worker does. */
public final class Sweeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final JobStore store;
  private final Doorbell doorbell;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private @Nullable Thread thread;
  private boolean away;

  /**
   * {@code doorbell} is connected again here, should Redis have been away when it was needed first.
   */
  public Sweeper(JobStore store, Doorbell doorbell) {
    this.store = store;
    this.doorbell = doorbell;
  }

  /** Begins to sweep. */
  public synchronized void start() {
    if (thread == null) {
      thread = Thread.ofVirtual().name("starmap-sweeper").start(this::loop);
    }
  }

  /** Sweeps once. Redis being away is logged once and is no error. */
  public void runOnce() {
    try {
      doorbell.connect();
      int reclaimed = reclaimAll();
      if (reclaimed > 0) {
        LOG.atInfo()
            .addKeyValue("chunks", reclaimed)
            .log("chunks are ready again, after a lost lease or a pause");
      }
      away = false;
    } catch (StoreException e) {
      if (!away) {
        LOG.atWarn()
            .addKeyValue("cause", e.getMessage())
            .log("Redis does not answer; sweeping goes on when it is back");
      }
      away = true;
    } catch (RuntimeException e) {
      LOG.error("a sweep failed; the next one comes in a second", e);
    }
  }

  /** A sweep takes back a bounded number of chunks; others get their turn in between. */
  private int reclaimAll() {
    int all = 0;
    int reclaimed;
    do {
      reclaimed = store.sweep().reclaimed();
      all += reclaimed;
    } while (reclaimed > 0 && stopped.getCount() > 0);
    return all;
  }

  @Override
  public void close() {
    stopped.countDown();
  }

  private void loop() {
    try {
      do {
        runOnce();
      } while (!stopped.await(
          PERIOD.toMillis() / 2 + ThreadLocalRandom.current().nextLong(PERIOD.toMillis()),
          TimeUnit.MILLISECONDS));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
