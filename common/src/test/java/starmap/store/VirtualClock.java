package starmap.store;

import java.time.Duration;
import java.util.function.Supplier;

/** Time that passes when a test says so; the text form is what a store's clock gives. */
public final class VirtualClock implements Supplier<String> {
  private long millis = 1_800_000_000_000L;

  /** Lets time pass. */
  public void advance(Duration time) {
    millis += time.toMillis();
  }

  /** Epoch milliseconds. */
  public long millis() {
    return millis;
  }

  @Override
  public String get() {
    return Long.toString(millis);
  }
}
