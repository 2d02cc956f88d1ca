package starmap.worker.process;

import java.time.Duration;
import starmap.wire.Json;

/** How many items are sent together: as many as take about ten milliseconds. */
final class BatchSize {
  private static final long AIM_NANOS = Duration.ofMillis(10).toNanos();
  private static final int GROWTH = 4;

  private final int least;
  private final int most;
  private int size;

  /** Between two bounds; begins with {@code first}, or the bound that it is beyond. */
  BatchSize(int least, int most, int first) {
    this.least = least;
    this.most = Math.max(least, most);
    this.size = Math.clamp(first, least, this.most);
  }

  int items() {
    return size;
  }

  /** So many items took so long, and their answers so many bytes. */
  void took(int items, long nanos, int bytes) {
    long byTime = AIM_NANOS * items / Math.max(1, nanos);
    long bySize = (long) Json.MAX_ITEM * items / Math.max(1, bytes);
    long wanted = Math.min(Math.min(byTime, bySize), (long) GROWTH * Math.max(items, 1));
    // a batch that was cut short says nothing against larger ones
    if (items >= size || wanted < size) {
      size = Math.clamp(wanted, least, most);
    }
  }

  /** Whether items are so quick that one batch should wait while another is computed. */
  boolean isGrown() {
    return size > least;
  }

  /** Begins anew, as something went wrong with many items. */
  void reset() {
    size = least;
  }
}
