package starmap.worker.execute;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import starmap.chunk.Part;
import starmap.chunk.SlowItem;
import starmap.job.JobError;
import starmap.wire.SegmentWriter;

/**
 * What became of the items of a chunk so far, from left to right: stretches with a value or an
 * error for each item, and between them stretches that are to be tried again.
 */
final class Outcomes {
  private final List<Part> parts = new ArrayList<>();
  private final long start;
  private final int attempt;
  private SegmentWriter segment = new SegmentWriter();
  private @Nullable JobError firstError;
  private int delayed;
  private Duration pause = Duration.ZERO;
  private int count;
  private int bytes;
  private long lookedAt = System.nanoTime();
  private int lookedCount;
  private @Nullable SlowItem slowest;

  /** Begins at the item of index {@code start}. */
  Outcomes(long start, int attempt) {
    this.start = start;
    this.attempt = attempt;
  }

  /** Number of items so far. */
  int count() {
    return count;
  }

  /** Number of bytes so far, nearly. */
  int bytes() {
    return bytes + segment.size();
  }

  /** Number of parts so far. */
  int size() {
    return parts.size();
  }

  void value(byte[] json) {
    endDelay();
    segment.value(json);
    count++;
  }

  void failure(String type, String message) {
    endDelay();
    if (firstError == null) {
      firstError = new JobError(start + count, type, message, attempt);
    }
    segment.failure(type, message, attempt);
    bytes += type.length() + message.length();
    count++;
  }

  void again(Duration after) {
    endSegment();
    pause = after;
    delayed++;
    count++;
  }

  /**
   * Somebody has looked at the clock. Where only one item has ended since the last look, that is
   * the item's time.
   */
  void look(long now) {
    long nanos = now - lookedAt;
    boolean isOne = count - lookedCount == 1 && segment.count() > 0;
    if (isOne && (slowest == null || nanos > slowest.took().toNanos())) {
      slowest = new SlowItem(start + count - 1, Duration.ofNanos(nanos));
    }
    lookedAt = now;
    lookedCount = count;
  }

  /** All parts so far; more may follow. */
  List<Part> finish() {
    endSegment();
    endDelay();
    return List.copyOf(parts);
  }

  private void endSegment() {
    if (segment.count() > 0) {
      parts.add(new Part.Recorded(segment.finish(), firstError, slowest));
      bytes += segment.size();
      segment = new SegmentWriter();
      firstError = null;
      slowest = null;
    }
  }

  private void endDelay() {
    if (delayed > 0) {
      parts.add(new Part.Delayed(delayed, pause));
      delayed = 0;
    }
  }
}
