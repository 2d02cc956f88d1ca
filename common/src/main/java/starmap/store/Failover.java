package starmap.store;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How long to look for the new master. The first callers wait for the end of a failover; once that
 * was in vain, later ones only look whether it is over.
 */
final class Failover {
  private static final Duration MOST = Duration.ofSeconds(5);
  private static final Duration REMEMBERED = Duration.ofSeconds(30);
  private static final long FIRST_PAUSE = 50;
  private static final long LONGEST_PAUSE = 500;

  /** 0 as long as nobody waited in vain. */
  private final AtomicLong lastInVain = new AtomicLong();

  /** For one call. */
  Patience patience() {
    return new Patience();
  }

  private boolean isKnown(long now) {
    long last = lastInVain.get();
    return last != 0 && now - last < REMEMBERED.toNanos();
  }

  /** What one call waits, in total. */
  final class Patience {
    private final long begin = System.nanoTime();
    private int pauses;

    /** True after a pause; false when it is time to give up. */
    boolean pause() throws InterruptedException {
      long now = System.nanoTime();
      if ((pauses > 0 && isKnown(now)) || now - begin > MOST.toNanos()) {
        lastInVain.set(now);
        return false;
      }
      Thread.sleep(Math.min(FIRST_PAUSE << pauses, LONGEST_PAUSE));
      pauses++;
      return true;
    }
  }
}
