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
  private final Outage hearing = new Outage(LOG, "hearing of new work at once");
  private final Outage sweeping = new Outage(LOG, "sweeping");
  private final CountDownLatch stopped = new CountDownLatch(1);
  private @Nullable Thread thread;

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

  /** Sweeps once. Whatever fails is told once and ends nothing. */
  public void runOnce() {
    attempt(sweeping, this::sweep);
    attempt(hearing, doorbell::connect);
  }

  private void sweep() {
    int reclaimed = reclaimAll();
    if (reclaimed > 0) {
      LOG.atInfo()
          .addKeyValue("chunks", reclaimed)
          .log("chunks are ready again, after a lost lease or a pause");
    }
  }

  private static void attempt(Outage outage, Runnable step) {
    try {
      step.run();
      outage.over();
    } catch (Throwable e) { // a sweeper that ends would be missed by nobody
      outage.failed(e);
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
