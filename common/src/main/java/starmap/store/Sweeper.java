package starmap.store;

import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import starmap.chunk.LostLeases;
import starmap.log.LogKey;

/**
 * Sweeps about every second on a thread of its own, where this process is one of the few that do.
 * Every API process and every worker asks whether it is.
 */
public final class Sweeper implements ApplicationListener<ContextClosedEvent>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final JobStore store;
  private final Doorbell doorbell;
  private final @Nullable Pace pace;
  private final String process = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  private final Outage hearing = new Outage(LOG, "hearing of new work at once");
  private final Outage sweeping = new Outage(LOG, "sweeping");
  private final CountDownLatch stopped = new CountDownLatch(1);
  private @Nullable Thread thread;
  private volatile boolean waits;

  /**
   * {@code doorbell} is connected again here, should Redis have been away when it was needed first;
   * {@code pace} is told how many workers there are, and says how often to ask; null is always
   * about once a second.
   */
  public Sweeper(JobStore store, Doorbell doorbell, @Nullable Pace pace) {
    this.store = store;
    this.doorbell = doorbell;
    this.pace = pace;
  }

  /** Begins to sweep. */
  public synchronized void start() {
    if (thread == null) {
      thread = Thread.ofVirtual().name("starmap-sweeper").start(this::loop);
    }
  }

  /** Sweeps once, if it is its turn. Whatever fails is told once and ends nothing. */
  public void runOnce() {
    waits = false;
    attempt(sweeping, this::sweepIfSeated);
    attempt(hearing, doorbell::connect);
  }

  private void sweepIfSeated() {
    var seat = store.seat(process);
    if (pace != null) {
      pace.note(seat.workers());
    }
    if (seat.taken()) {
      sweep();
    }
    waits = !seat.taken();
  }

  private void sweep() {
    int reclaimed = reclaimAll();
    if (reclaimed > 0) {
      LOG.atDebug()
          .addKeyValue(LogKey.CHUNKS, reclaimed)
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
      var swept = store.sweep();
      swept.lost().forEach(Sweeper::tell);
      reclaimed = swept.reclaimed();
      all += reclaimed;
    } while (reclaimed > 0 && stopped.getCount() > 0);
    return all;
  }

  private static void tell(LostLeases lost) {
    LOG.atWarn()
        .addKeyValue(LogKey.JOB_ID, lost.job())
        .addKeyValue(LogKey.WORKER, lost.worker())
        .addKeyValue(LogKey.CHUNKS, lost.chunks())
        .log("leases ended, because a worker was silent; its chunks are taken back");
  }

  /**
   * Ends first: where the connections closed before, it would open them anew, and the process could
   * not end until that has failed.
   */
  @Override
  public void onApplicationEvent(ContextClosedEvent event) {
    close();
  }

  @Override
  public void close() {
    stopped.countDown();
  }

  private void loop() {
    try {
      long period;
      do {
        runOnce();
        period = (waits && pace != null ? pace.of(PERIOD) : PERIOD).toMillis();
      } while (!stopped.await(
          period / 2 + ThreadLocalRandom.current().nextLong(period), TimeUnit.MILLISECONDS));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
