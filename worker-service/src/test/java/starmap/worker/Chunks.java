package starmap.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import starmap.chunk.ChunkId;
import starmap.chunk.ClaimedChunk;
import starmap.chunk.Part;
import starmap.chunk.Settlement;
import starmap.job.Input;
import starmap.job.JobId;
import starmap.job.JobSpec;
import starmap.job.Mode;
import starmap.job.Reduce;
import starmap.wire.SegmentReader;

/** Claimed chunks as tests need them, and what became of them as text. */
public final class Chunks {
  private static final String TOKEN = "w1.token";

  private Chunks() {}

  /** A whole block of uploaded items. */
  public static ClaimedChunk items(String function, Mode mode, String array, int length) {
    return chunk(
        0,
        length,
        new JobSpec(function, mode, new Input.Items()),
        new ClaimedChunk.Input(0, array.getBytes(UTF_8)));
  }

  /** Items {@code [start, start + length)} of a block that begins at {@code blockStart}. */
  public static ClaimedChunk part(String array, long blockStart, long start, int length) {
    return chunk(
        start,
        length,
        new JobSpec("identity@1", Mode.MAP, new Input.Items()),
        new ClaimedChunk.Input(blockStart, array.getBytes(UTF_8)));
  }

  /** Generated items; the chunk begins at an index. */
  public static ClaimedChunk range(String function, Input.Range range, long index, int length) {
    return chunk(index, length, new JobSpec(function, Mode.MAP, range), null);
  }

  /** A whole block of items, each its own value, that a function of two arguments folds. */
  public static ClaimedChunk reducing(String function, String array, int length) {
    var spec =
        new JobSpec(
            "identity@1",
            Mode.MAP,
            new Input.Items(),
            null,
            null,
            null,
            Reduce.by(function),
            false,
            null,
            null);
    return chunk(0, length, spec, new ClaimedChunk.Input(0, array.getBytes(UTF_8)));
  }

  /** The parts of a settlement: {@code R[values]}, {@code Q3}, {@code L3}. */
  public static List<String> parts(Settlement settlement) {
    return settlement.parts().stream().map(Chunks::text).toList();
  }

  /** Values of a segment, each as its text; a failed item as {@code !type: message}. */
  public static List<String> values(SegmentReader segment) {
    var values = new ArrayList<String>();
    var slices = segment.values();
    while (slices.next()) {
      values.add(new String(segment.bytes(), slices.start(), slices.length(), UTF_8));
    }
    segment.errors().forEach(e -> values.set(e.offset(), "!" + e.type() + ": " + e.message()));
    return values;
  }

  private static String text(Part part) {
    return switch (part) {
      case Part.Recorded recorded -> "R" + values(SegmentReader.of(recorded.segment().bytes()));
      case Part.Returned returned -> "Q" + returned.length();
      case Part.Kept kept -> "L" + kept.length();
      case Part.Delayed delayed -> "D" + delayed.length();
    };
  }

  private static ClaimedChunk chunk(
      long start, int length, JobSpec spec, ClaimedChunk.@Nullable Input input) {
    return new ClaimedChunk(
        new ChunkId(JobId.random(), "e1", start, length), TOKEN, 1, 0, spec, input);
  }
}
