package starmap.chunk;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import starmap.job.JobError;

/**
 * What became of a stretch of a claimed chunk. The parts of a settlement cover their chunk exactly,
 * left to right.
 */
public sealed interface Part {
  /** Number of items, at least 1. */
  int length();

  /**
   * {@code R}: computed, with a value or an error for each item.
   *
   * @param segment the results
   * @param firstError the failed item with the lowest index; null where none failed
   * @param folded what the values were folded to, where the job reduces them; else empty
   * @param slowest the slowest of those items that were timed one by one; null where none was
   */
  @SuppressWarnings("ArrayRecordComponent") // see Block
  record Recorded(
      Segment segment, @Nullable JobError firstError, byte[] folded, @Nullable SlowItem slowest)
      implements Part {
    /** Values that are not folded, where no item was timed. */
    public Recorded(Segment segment, @Nullable JobError firstError) {
      this(segment, firstError, new byte[0], null);
    }

    @Override
    public int length() {
      return segment.count();
    }
  }

  /**
   * {@code D}: failed, to be tried again.
   *
   * @param delay how long to wait first
   */
  record Delayed(int length, Duration delay) implements Part {}

  /** {@code Q}: given back unstarted, at the front of the queue; the attempt is not charged. */
  record Returned(int length) implements Part {}

  /** {@code L}: kept, under the same token and a fresh lease. */
  record Kept(int length) implements Part {}
}
