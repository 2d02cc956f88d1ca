package starmap.worker.execute;

import java.time.Duration;

/** After how many items it is time to look at the clock again: after about a millisecond. */
final class Looks {
  private static final long OFTEN_NANOS = Duration.ofMillis(1).toNanos();
  private static final int SELDOM = 32;

  private long lookedAt;
  private int every = 1;
  private int left = 1;

  Looks(long now) {
    this.lookedAt = now;
  }

  /** Asked before each item. */
  boolean isDue() {
    return --left <= 0;
  }

  void looked(long now) {
    every = now - lookedAt < OFTEN_NANOS ? Math.min(every * 2, SELDOM) : 1;
    left = every;
    lookedAt = now;
  }
}
