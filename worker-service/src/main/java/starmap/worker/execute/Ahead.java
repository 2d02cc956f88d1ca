package starmap.worker.execute;

import java.time.Duration;

/** How many items of a chunk are begun at the same time: at work, or in the hands of a child. */
final class Ahead {
  private static final long LATE_NANOS = Duration.ofSeconds(5).toNanos();

  private long until;
  private int peak;
  private int most = 1;

  /** How many are begun, from the one of this index on. */
  int begun(long index) {
    return (int) Math.max(0, until - index);
  }

  /**
   * How many are not given to others while the one of this index has been at work for so long. What
   * only waits in the hands of a child is, after longer than nearly all items take, as it is
   * computed twice then.
   */
  int kept(long index, long nanos) {
    int begun = nanos > LATE_NANOS ? Math.min(begun(index), most) : begun(index);
    return Math.max(1, begun);
  }

  /** Whether more are to begin at once, which no other slot would begin as soon. */
  boolean isFilling(long index) {
    return most > 1 && begun(index) < most;
  }

  /** One more is begun; there may be {@code most} at a time. */
  void begin(long index, int most) {
    until = Math.max(until, index) + 1;
    peak = Math.max(peak, begun(index));
    this.most = most;
  }

  /**
   * What of a time was used: few items leave most of a slot idle, which must not make them look
   * expensive, or chunks would never become large enough to fill it.
   */
  long used(long nanos, long index) {
    long used = peak == 0 || most == 1 ? nanos : (long) ((double) nanos * peak / most);
    peak = begun(index);
    return used;
  }
}
