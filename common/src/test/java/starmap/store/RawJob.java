package starmap.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import starmap.wire.SegmentReader;

/**
 * The keys of one job as they are.
 *
 * @param fields the record
 * @param chunks chunk id → record
 * @param input block start → bytes, and what is counted
 * @param blocks ends of blocks to be dispatched
 * @param recorded results and their two indexes
 * @param again gaps, to be dispatched again
 */
record RawJob(
    String id,
    Map<String, String> fields,
    Map<String, String> chunks,
    Map<String, String> input,
    List<String> blocks,
    Recorded recorded,
    List<String> again) {

  /**
   * What was recorded.
   *
   * @param segments start → segment
   * @param map by index
   * @param log by time
   */
  record Recorded(Map<String, String> segments, List<String> map, List<String> log) {}

  /** A stretch of items, {@code failed} of them without a value. */
  record Span(long start, long length, long failed) {
    static Span parse(String entry) {
      var fields = entry.split(":", -1);
      return new Span(
          Long.parseLong(fields[0]), Long.parseLong(fields[1]), Long.parseLong(fields[2]));
    }

    long end() {
      return start + length;
    }
  }

  /** An outstanding chunk; block and its size are -1 where input is generated. */
  record Chunk(String id, char state, Span span, long block, long blockSize) {
    static Chunk parse(String id, String record) {
      var at = id.split(":", -1);
      var fields = record.split(";", -1);
      var block = fields[5].isEmpty() ? new String[] {"-1", "-1"} : fields[5].split(",", -1);
      return new Chunk(
          id,
          fields[0].charAt(0),
          new Span(Long.parseLong(at[1]), Long.parseLong(at[2]), 0),
          Long.parseLong(block[0]),
          Long.parseLong(block[1]));
    }
  }

  String incarnation() {
    return id + "." + fields.get("epoch");
  }

  String state() {
    return fields.getOrDefault("state", "?");
  }

  boolean isTerminal() {
    return starmap.job.JobState.valueOf(state()).isTerminal();
  }

  /** Whether it has ended, and keeps what its failed items need to be computed again. */
  boolean isRetryable() {
    boolean mayHaveFailed = state().equals("PARTIAL") || state().equals("FAILED");
    boolean isWhole = number("errorat") >= 0 && number("total") >= 0;
    return mayHaveFailed && storage().equals("KEPT") && isWhole;
  }

  /** Whether something happens to it when a time comes. */
  boolean hasDeadline() {
    boolean waits = state().equals("ACCEPTING") || number("reopening") > 0;
    return isTerminal() || waits || number("timeout") > 0 || storage().equals("UNTIL_READ");
  }

  /** Whether nothing more of it may be claimed. */
  boolean isPaused() {
    return number("paused") == 1;
  }

  /** Where its chunks wait. */
  String queue() {
    var queue = fields.getOrDefault("queue", "");
    return queue.isEmpty() ? Keys.DEFAULT : queue;
  }

  String storage() {
    return fields.getOrDefault("keep", "?");
  }

  long number(String field) {
    return Long.parseLong(fields.getOrDefault(field, "0"));
  }

  /** How many items have arrived or will be generated. */
  long known() {
    return Math.max(number("total"), number("uploaded"));
  }

  List<Chunk> outstanding() {
    return chunks.entrySet().stream().map(e -> Chunk.parse(e.getKey(), e.getValue())).toList();
  }

  /** Stretches that have results, in input order. */
  List<Span> done() {
    var spans = new ArrayList<Span>();
    boolean counted = storage().equals("NONE");
    if (counted && number("contig") > 0) {
      spans.add(new Span(0, number("contig"), 0));
    }
    for (var entry : counted ? recorded.map : recorded.log) {
      spans.add(Span.parse(entry));
    }
    spans.sort(Comparator.comparingLong(Span::start));
    return spans;
  }

  /** Stretches below the cursor that wait to be dispatched again. */
  List<Span> gaps() {
    return again.stream().map(gap -> span(gap.substring(0, gap.indexOf(';')))).toList();
  }

  /** The block of each gap, by its name. */
  List<String> blocksOfGaps() {
    return again.stream().map(gap -> gap.substring(gap.indexOf(';') + 1)).toList();
  }

  /** The blocks that are stored. */
  List<Span> stored() {
    return input.keySet().stream()
        .filter(name -> !name.startsWith("n"))
        .map(
            name -> {
              var fields = name.split(",", -1);
              return new Span(Long.parseLong(fields[0]), Long.parseLong(fields[1]), 0);
            })
        .toList();
  }

  /** Bytes of the blocks that are still to be dispatched. */
  long waiting() {
    return blocks.stream()
        .map(RawJob::span)
        .mapToLong(block -> input.getOrDefault(block.start() + "," + block.length(), "").length())
        .sum();
  }

  /** Uploaded items that may have to be computed: without a value, or just not recorded. */
  BitSet openItems() {
    var open = new BitSet();
    if (number("uploaded") == 0) {
      return open;
    }
    open.set(0, (int) number("uploaded"));
    for (var span : done()) {
      open.clear((int) span.start(), (int) span.end());
      if (storage().equals("KEPT") && span.failed() > 0) {
        var segment = recorded.segments.get("" + span.start()).getBytes(UTF_8);
        SegmentReader.of(segment).errors().forEach(e -> open.set((int) span.start() + e.offset()));
      }
    }
    return open;
  }

  private static Span span(String fromTo) {
    var fields = fromTo.split(",", -1);
    long from = Long.parseLong(fields[0]);
    return new Span(from, Long.parseLong(fields[1]) - from, 0);
  }

  @Override
  public String toString() {
    return "job %s\n  fields %s\n  chunks %s\n  input %s, blocks %s\n  map %s\n  log %s, gaps %s"
        .formatted(id, fields, chunks, input.keySet(), blocks, recorded.map, recorded.log, again);
  }
}
