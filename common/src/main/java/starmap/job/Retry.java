package starmap.job;

import java.time.Duration;

/**
 * When a failed item is tried again. Pauses double from one attempt to the next.
 *
 * @param maxAttempts how often an item is tried at most; 1 means never again
 * @param initial pause before the second attempt
 * @param max longest pause
 * @param jitter share of a pause by which it is made shorter or longer at random, 0 to 1
 */
public record Retry(int maxAttempts, Duration initial, Duration max, double jitter) {
  /** No item is tried again. */
  public static final Retry NEVER = new Retry(1, Duration.ZERO, Duration.ZERO, 0);
}
