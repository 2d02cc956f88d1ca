package starmap.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import starmap.job.JobId;
import starmap.wire.SegmentReader;

/**
 * Finds segments with failed items: through their own index where that has all that were counted,
 * else through the map of all segments. Plain commands, because nothing is decided on what they
 * show.
 */
record FailureReads(RedisLink link, Keys keys) {
  private static final int MOST_ENTRIES = 1_000;
  private static final int MOST_BYTES = 1 << 20;

  /** Segments of one round trip. */
  private static final int TOGETHER = 16;

  JobResults.Failures page(JobId id, long from) {
    var index = index(id);
    var entries = index.isEmpty() ? entries(id, begin(id, from)) : index.get();
    boolean isLast = index.isPresent() || entries.size() < MOST_ENTRIES;
    // the first one may be that before, which was given already
    var failing =
        entries.stream().filter(entry -> entry.end() > from && entry.failed() > 0).toList();
    var found = new ArrayList<JobResults.Entry>();
    int bytes = 0;
    for (int at = 0; at < failing.size(); at += TOGETHER) {
      if (bytes >= MOST_BYTES) {
        return new JobResults.Failures(found, failing.get(at).start());
      }
      var some = failing.subList(at, Math.min(at + TOGETHER, failing.size()));
      for (var entry : segments(id, some)) {
        found.add(entry);
        bytes += entry.segment().bytes().length;
      }
    }
    return new JobResults.Failures(found, isLast ? Long.MAX_VALUE : entries.getLast().end());
  }

  /** All of them by index; empty where there are more, or Redis lost some. */
  private Optional<List<LogEntry>> index(JobId id) {
    return link.call(
        s ->
            JobRecord.packed(s, keys, id)
                .thenCombine(
                    s.commands().zrange(keys.failures(id).getBytes(UTF_8), 0, MOST_ENTRIES),
                    (job, entries) -> complete(job.number("failed"), entries)));
  }

  private static Optional<List<LogEntry>> complete(long counted, List<byte[]> index) {
    var entries = index.stream().map(LogEntry::parse).toList();
    boolean isComplete = entries.stream().mapToLong(LogEntry::failed).sum() == counted;
    return isComplete ? Optional.of(entries) : Optional.empty();
  }

  /** Where the segment begins that the index may lie in. */
  private long begin(JobId id, long from) {
    var before = Range.create(Double.NEGATIVE_INFINITY, (double) from);
    var last = link.call(s -> s.commands().zrevrangebyscore(map(id), before, Limit.create(0, 1)));
    return last.isEmpty() ? from : LogEntry.parse(last.getFirst()).start();
  }

  private List<LogEntry> entries(JobId id, long begin) {
    var behind = Range.create((double) begin, Double.POSITIVE_INFINITY);
    return link
        .call(s -> s.commands().zrangebyscore(map(id), behind, Limit.create(0, MOST_ENTRIES)))
        .stream()
        .map(LogEntry::parse)
        .toList();
  }

  /** A retry may have put shorter ones in their places. */
  private List<JobResults.Entry> segments(JobId id, List<LogEntry> entries) {
    var starts =
        entries.stream()
            .map(entry -> Long.toString(entry.start()).getBytes(US_ASCII))
            .toArray(byte[][]::new);
    var segments = link.call(s -> s.commands().hmget(keys.results(id).getBytes(UTF_8), starts));
    var found = new ArrayList<JobResults.Entry>();
    for (int i = 0; i < starts.length; i++) {
      long start = entries.get(i).start();
      var segment =
          segments.get(i).hasValue() ? SegmentReader.of(segments.get(i).getValue()) : null;
      if (segment != null && segment.failed() > 0) {
        found.add(new JobResults.Entry(start, segment));
      }
    }
    return found;
  }

  private byte[] map(JobId id) {
    return keys.map(id).getBytes(UTF_8);
  }
}
