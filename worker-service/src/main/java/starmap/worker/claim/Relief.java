package starmap.worker.claim;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import starmap.store.Outage;

/** Looks after the slots of a worker that are busy for long, on a thread of its own. */
public final class Relief implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Relief.class);
  private static final Duration PERIOD = Duration.ofMillis(20);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  private final List<ClaimLoop> slots;
  private final Outage outage = new Outage(LOG, "settling for busy slots");
  private final CountDownLatch stopped = new CountDownLatch(1);

  /** Will look after {@code slots}. */
  public Relief(List<ClaimLoop> slots) {
    this.slots = slots;
  }

  /** Looks until closed. */
  public void start() {
    var _ = Thread.ofPlatform().daemon().name("starmap-relief").start(this::loop);
  }

  @Override
  public void close() {
    stopped.countDown();
  }

  private void loop() {
    try {
      var pause = PERIOD;
      while (!stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        pause = runOnce() ? PERIOD : AFTER_FAILURE;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean runOnce() {
    try {
      long now = System.nanoTime();
      slots.forEach(slot -> slot.relieve(now));
      outage.over();
      return true;
    } catch (Throwable e) { // without it results would wait for long chunks, and nobody would know
      outage.failed(e);
      return false;
    }
  }
}
