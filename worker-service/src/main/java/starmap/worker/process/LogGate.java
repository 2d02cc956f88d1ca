package starmap.worker.process;

import java.time.Duration;

/** Lets so many lines of a function pass each second, and counts the others. */
final class LogGate {
  static final int MOST_LINES = 100;
  private static final long PERIOD_NANOS = Duration.ofSeconds(1).toNanos();

  private long since;
  private int passed = MOST_LINES;
  private long leftOut;

  /**
   * Whether a line passes at a time of {@link System#nanoTime}: 0 or more are the lines that were
   * left out before it, -1 is no.
   */
  synchronized long pass(long now) {
    if (passed == MOST_LINES && now - since >= PERIOD_NANOS) {
      since = now;
      passed = 0;
    }
    if (passed == MOST_LINES) {
      leftOut++;
      return -1;
    }
    passed++;
    long before = leftOut;
    leftOut = 0;
    return before;
  }
}
