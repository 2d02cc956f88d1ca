package starmap.worker.execute;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import starmap.chunk.Part;
import starmap.chunk.Segment;
import starmap.chunk.SlowItem;
import starmap.job.JobError;
import starmap.job.JobSpec;
import starmap.reduce.Fold;
import starmap.reduce.FunctionFold;
import starmap.reduce.NotReducibleException;
import starmap.wire.SegmentWriter;

/** Neighbouring items with a value or an error each, written and folded as the job wants it. */
final class Stretch {
  private final long start;
  private final int attempt;
  private final boolean discard;
  private final @Nullable Fold fold;
  private @Nullable FunctionFold folded;
  private final SegmentWriter segment = new SegmentWriter();
  private @Nullable JobError firstError;
  private @Nullable SlowItem slowest;
  private int discarded;
  private int errorBytes;

  /** Begins at the item of index {@code start}. */
  Stretch(long start, int attempt, JobSpec spec) {
    this.start = start;
    this.attempt = attempt;
    this.discard = spec.discard() != null;
    var reduce = spec.reduce();
    this.fold = reduce == null || reduce.function() != null ? null : Fold.of(reduce);
  }

  void value(byte[] json) {
    if (fold != null) {
      try {
        fold.add(json);
      } catch (NotReducibleException e) {
        failure("NotReducible", Objects.requireNonNullElse(e.getMessage(), ""));
        return;
      }
    }
    if (discard) {
      discarded++;
    } else {
      segment.value(json);
    }
  }

  void value(byte[] bytes, int from, int to) {
    if (fold == null && !discard) {
      segment.value(bytes, from, to - from);
    } else {
      value(Arrays.copyOfRange(bytes, from, to));
    }
  }

  /** Folding an integer that nobody stores needs no text of it, nor does storing it. */
  void value(long number) {
    if (discard && fold instanceof Fold.OfIntegers integers) {
      integers.add(number);
      discarded++;
    } else if (fold == null && !discard) {
      segment.value(number);
    } else {
      value(Long.toString(number).getBytes(US_ASCII));
    }
  }

  /** What a function has made of the values; null where there are none. */
  byte @Nullable [] folded() {
    return folded == null ? null : folded.value();
  }

  /** A function has made this of the values, one more than before. */
  void fold(byte[] json) {
    folded = new FunctionFold(folded == null ? 1 : folded.items() + 1, json);
  }

  void failure(String type, String message) {
    if (firstError == null) {
      firstError = new JobError(start + discarded + segment.count(), type, message, attempt);
    }
    segment.failure(type, message, attempt);
    errorBytes += type.length() + message.length();
  }

  /** How long one of the items took. */
  void timed(long index, Duration took) {
    if (slowest == null || took.compareTo(slowest.took()) > 0) {
      slowest = new SlowItem(index, took);
    }
  }

  /** Number of bytes so far, nearly. */
  int size() {
    return segment.size() + errorBytes + (folded == null ? 0 : folded.value().length);
  }

  private byte[] partial() {
    if (folded != null) {
      return folded.partial();
    }
    return fold == null || fold.items() == 0 ? new byte[0] : fold.partial();
  }

  Part.Recorded finish() {
    var written =
        discard
            ? new Segment(discarded + segment.count(), segment.count(), new byte[0])
            : segment.finish();
    return new Part.Recorded(written, firstError, partial(), slowest);
  }
}
