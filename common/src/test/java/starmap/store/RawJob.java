package starmap.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The keys of one job as they are.
 *
 * @param fields the record
 * @param chunks chunk id → record
 * @param input block start → bytes, and what is counted
 * @param blocks ends of blocks to be dispatched
 * @param recorded results and their two indexes
 */
record RawJob(
    String id,
    Map<String, String> fields,
    Map<String, String> chunks,
    Map<String, String> input,
    List<String> blocks,
    Recorded recorded) {

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

  /** Whether something happens to it when a time comes. */
  boolean hasDeadline() {
    return isTerminal() || state().equals("ACCEPTING") || number("timeout") > 0;
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

  /** Where each block begins that must still be stored. */
  List<Long> blocksNeeded() {
    var starts = new ArrayList<Long>();
    outstanding().stream().map(Chunk::block).filter(start -> start >= 0).forEach(starts::add);
    if (number("uploaded") == 0) {
      return List.of();
    }
    if (number("cursor") < number("bend")) {
      starts.add(number("bstart"));
    }
    for (var next : blocks) {
      starts.add(Long.parseLong(next.split(",", -1)[0]));
    }
    return starts.stream().distinct().sorted().toList();
  }

  @Override
  public String toString() {
    return "job %s\n  fields %s\n  chunks %s\n  input %s, blocks %s\n  map %s\n  log %s"
        .formatted(id, fields, chunks, input.keySet(), blocks, recorded.map, recorded.log);
  }
}
