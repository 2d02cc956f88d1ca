package starmap.store;

import java.time.Duration;

/**
 * How often those look who only wait. The more workers there are, the less often each of them does,
 * so that ten thousand cost Redis no more than a few.
 */
public final class Pace {
  private static final double FEW = 100;
  private static final double SLOWEST = 100;

  private volatile double factor = 1;

  /** Says how many workers there are. */
  public void note(int workers) {
    factor = Math.clamp(workers / FEW, 1, SLOWEST);
  }

  /** What a period of a small fleet is in this one. */
  public Duration of(Duration period) {
    return Duration.ofNanos((long) (period.toNanos() * factor));
  }
}
