package starmap.worker.execute;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import starmap.chunk.Part;
import starmap.worker.held.HeldChunk;

/**
 * What became of the items of a chunk so far, from left to right: stretches with a value or an
 * error for each item, and between them stretches that are to be tried again.
 */
final class Outcomes {
  private static final int LONGEST_MESSAGE = 1_000;

  private final List<Part> parts = new ArrayList<>();
  private final long start;
  private final HeldChunk held;
  private @Nullable Stretch stretch;
  private int delayed;
  private Duration pause = Duration.ZERO;
  private int count;
  private int bytes;
  private long lookedAt;
  private int lookedCount;

  /** Begins at the item of index {@code start}, which begins at {@code now}. */
  Outcomes(long start, HeldChunk held, long now) {
    this.lookedAt = now;
    this.start = start;
    this.held = held;
  }

  /** Number of items so far. */
  int count() {
    return count;
  }

  /** Number of bytes so far, nearly. */
  int bytes() {
    return bytes + (stretch == null ? 0 : stretch.size());
  }

  /** Number of parts so far. */
  int size() {
    return parts.size();
  }

  void value(byte[] json) {
    stretch().value(json);
    count++;
  }

  void value(byte[] bytes, int from, int to) {
    stretch().value(bytes, from, to);
    count++;
  }

  void value(long number) {
    stretch().value(number);
    count++;
  }

  /** What the values since the last cut fold to; null where there are none. */
  byte @Nullable [] folded() {
    return stretch == null ? null : stretch.folded();
  }

  /** The last value and those before it fold to this. */
  void fold(byte[] json) {
    stretch().fold(json);
  }

  void failure(String type, String message) {
    var cut =
        message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE) + "…";
    stretch().failure(type, cut);
    count++;
  }

  void again(Duration after) {
    endSegment();
    pause = after;
    delayed++;
    count++;
  }

  /**
   * Somebody has looked at the clock while no item was at work. Where only one has ended since the
   * last look, that is the item's time.
   */
  void look(long now) {
    if (count - lookedCount == 1 && stretch != null) {
      stretch.timed(start + count - 1, Duration.ofNanos(now - lookedAt));
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

  private Stretch stretch() {
    endDelay();
    if (stretch == null) {
      var chunk = held.claimed();
      stretch = new Stretch(start + count, chunk.attempt(), chunk.spec());
    }
    return stretch;
  }

  private void endSegment() {
    if (stretch != null) {
      var part = stretch.finish();
      parts.add(part);
      held.count(part.segment());
      bytes += stretch.size();
      stretch = null;
    }
  }

  private void endDelay() {
    if (delayed > 0) {
      parts.add(new Part.Delayed(delayed, pause));
      delayed = 0;
    }
  }
}
