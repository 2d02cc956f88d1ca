package starmap.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import java.util.ArrayList;
import java.util.List;
import starmap.job.JobId;
import starmap.wire.SegmentReader;

/**
 * Finds segments with failed items through the map; plain commands, because nothing is decided on
 * what they show.
 */
record FailureReads(RedisLink link, Keys keys) {
  private static final int MOST_ENTRIES = 1_000;
  private static final int MOST_BYTES = 1 << 20;

  JobResults.Failures page(JobId id, long from) {
    var entries = entries(id, begin(id, from));
    var found = new ArrayList<JobResults.Entry>();
    int bytes = 0;
    for (var entry : entries) {
      if (entry.end() <= from) {
        continue; // it is the one before, which was given already
      }
      if (bytes >= MOST_BYTES) {
        return new JobResults.Failures(found, entry.start());
      }
      var segment = entry.failed() == 0 ? null : segment(id, entry);
      // a retry may have put a shorter one in its place
      if (segment != null && SegmentReader.of(segment).failed() > 0) {
        found.add(new JobResults.Entry(entry.start(), SegmentReader.of(segment)));
        bytes += segment.length;
      }
    }
    boolean isLast = entries.size() < MOST_ENTRIES;
    return new JobResults.Failures(found, isLast ? Long.MAX_VALUE : entries.getLast().end());
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

  private byte[] segment(JobId id, LogEntry entry) {
    var start = Long.toString(entry.start()).getBytes(US_ASCII);
    return link.call(s -> s.commands().hget(keys.results(id).getBytes(UTF_8), start));
  }

  private byte[] map(JobId id) {
    return keys.map(id).getBytes(UTF_8);
  }
}
