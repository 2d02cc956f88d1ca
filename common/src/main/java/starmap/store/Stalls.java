package starmap.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.MapScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import starmap.job.JobId;
import starmap.job.JobState;

/**
 * Finds running jobs of which nothing is recorded for long. Looks at some hundred active jobs at a
 * time, and remembers of each how far it was; what happened before the first look is not known.
 */
final class Stalls {
  private static final ScanArgs STRETCH = ScanArgs.Builder.limit(500);

  private final RedisLink link;
  private final Keys keys;
  private final Map<JobId, Seen> seen = new HashMap<>();
  private ScanCursor cursor = ScanCursor.INITIAL;
  private long round;

  Stalls(RedisLink link, Keys keys) {
    this.link = link;
    this.keys = keys;
  }

  /** How far a job was, since when, where it waits, and in which round it was seen last. */
  private record Seen(long done, long since, String queue, long round) {}

  /** How long a running job has not moved, at most. */
  Duration look(long now) {
    MapScanCursor<byte[], byte[]> stretch =
        link.call(s -> s.commands().hscan(keys.flow().getBytes(UTF_8), cursor, STRETCH));
    var ids =
        stretch.getMap().keySet().stream().map(id -> new JobId(new String(id, UTF_8))).toList();
    var records =
        link.call(s -> Stages.all(ids.stream().map(id -> JobRecord.packed(s, keys, id)).toList()));
    for (int at = 0; at < ids.size(); at++) {
      note(ids.get(at), records.get(at), now);
    }
    cursor = stretch.isFinished() ? ScanCursor.INITIAL : stretch;
    if (stretch.isFinished()) {
      seen.values().removeIf(one -> one.round() < round); // they have ended
      round++;
    }
    return seen.values().stream()
        .map(one -> Duration.ofMillis(Math.max(0, now - one.since())))
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  /** Queues in which running jobs wait, whether a live worker serves them or not. */
  Set<String> queues() {
    return seen.values().stream()
        .map(Seen::queue)
        .filter(queue -> !queue.isEmpty())
        .collect(Collectors.toSet());
  }

  private void note(JobId id, JobRecord record, long now) {
    if (!record.text("state").equals(JobState.RUNNING.name())) {
      seen.remove(id);
      return;
    }
    long done = record.number("succeeded") + record.number("failed");
    var before = seen.get(id);
    long since = before != null && before.done() == done ? before.since() : now;
    seen.put(id, new Seen(done, since, record.text("queue"), round));
  }
}
