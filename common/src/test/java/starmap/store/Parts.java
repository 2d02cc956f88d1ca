package starmap.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import starmap.chunk.Block;
import starmap.chunk.Part;
import starmap.job.JobError;
import starmap.wire.SegmentWriter;

/**
 * Items and results as tests make them: the item at an index is the index, its value the square.
 */
final class Parts {
  private Parts() {}

  /** A block of uploaded items. */
  static Block block(long start, int count) {
    var items =
        LongStream.range(start, start + count)
            .mapToObj(Long::toString)
            .collect(Collectors.joining(",", "[", "]"));
    return new Block(start, count, items.getBytes(US_ASCII));
  }

  static Part.Recorded squares(long start, int length) {
    var writer = new SegmentWriter();
    for (long i = start; i < start + length; i++) {
      writer.value(Long.toString(i * i).getBytes(US_ASCII));
    }
    return new Part.Recorded(writer.finish(), null);
  }

  /** All of these failed with {@code type}. */
  static Part.Recorded failures(long start, int length, String type) {
    var writer = new SegmentWriter();
    for (int i = 0; i < length; i++) {
      writer.failure(type, "no square", 1);
    }
    return new Part.Recorded(writer.finish(), new JobError(start, type, "no square", 1));
  }

  /** Squares, but for some indexes. */
  static Part.Recorded mixed(long start, int length, Long... failed) {
    var writer = new SegmentWriter();
    JobError first = null;
    for (long i = start; i < start + length; i++) {
      if (List.of(failed).contains(i)) {
        writer.failure("Boom", "no square", 1);
        first = first == null ? new JobError(i, "Boom", "no square", 1) : first;
      } else {
        writer.value(Long.toString(i * i).getBytes(US_ASCII));
      }
    }
    return new Part.Recorded(writer.finish(), first);
  }
}
