package starmap.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import starmap.job.JobId;
import starmap.wire.SegmentReader;

/**
 * Retries an ended job in bounded steps: {@code retry.lua} opens it, {@code reopen.lua} makes gaps
 * of the failed items in the next few segments of the log. Any process may make the next step, and
 * a step that was made already changes nothing, so a sweep completes what another left undone.
 */
final class Reopening {
  /** Segments that one step looks at. */
  static final int MOST = 1_000;

  private static final int MOST_REPLACED = 64;
  private static final int MOST_BYTES = 1 << 20;

  private final RedisLink link;
  private final StoreProperties properties;
  private final Keys keys;
  private final Supplier<String> clock;

  Reopening(RedisLink link, StoreProperties properties, Keys keys, Supplier<String> clock) {
    this.link = link;
    this.properties = properties;
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * How far the retry of one incarnation has come.
   *
   * @param epoch names the incarnation
   * @param left segments to be looked at, at the head of the log
   * @param generated whether its input is not stored
   */
  record Place(String epoch, long left, boolean generated) {}

  JobStore.Retried retry(JobId id, String epoch) {
    var answer = open(id, epoch);
    if (answer == JobStore.Retried.REOPENED) {
      complete(id);
    }
    return answer;
  }

  /** The first step. */
  JobStore.Retried open(JobId id, String epoch) {
    var arguments = arguments(id).add(epoch).add(properties.maxActiveJobs());
    arguments.add(properties.uploadDeadline().toMillis());
    return call(Script.RETRY, id, arguments).word(0, JobStore.Retried.class);
  }

  /** Makes all steps that are left. */
  void complete(JobId id) {
    StoredInput input = null;
    var epoch = "";
    for (var at = place(id); at != null; at = place(id)) {
      if (input == null || !at.epoch().equals(epoch)) {
        input = StoredInput.of(link, keys, id);
        epoch = at.epoch();
      }
      step(id, at, input, MOST);
    }
  }

  /** Where the next step begins; null where none is left. */
  @Nullable Place place(JobId id) {
    var record = link.call(session -> JobRecord.packed(session, keys, id));
    long left = record.number("reopening");
    return left == 0 ? null : new Place(record.text("epoch"), left, record.number("uploaded") == 0);
  }

  /** Looks at {@code most} segments or fewer; {@code input} was read in the same epoch. */
  void step(JobId id, Place at, StoredInput input, int most) {
    long wanted = Math.min(at.left(), most);
    var log = link.call(s -> s.commands().lrange(bytes(keys.log(id)), 0, wanted - 1));
    var parts = new Arguments();
    var lost = log.size() < wanted ? "log of results" : "";
    int count = 0;
    int replaced = 0;
    while (lost.isEmpty()
        && count < wanted
        && replaced < MOST_REPLACED
        && parts.bytes() < MOST_BYTES) {
      var entry = LogEntry.parse(log.get(count++));
      if (entry.failed() > 0) {
        lost = replace(id, entry, at.generated() ? "" : input.name(entry.start()), parts);
        replaced++;
      }
    }
    var arguments = arguments(id).add(at.epoch()).add(at.left()).add(count);
    arguments.add(properties.uploadDeadline().toMillis()).add(lost).addAll(parts);
    call(Script.REOPEN, id, arguments);
  }

  /** Adds the parts of one segment; what Redis lost of it, or an empty text. */
  private String replace(JobId id, LogEntry entry, @Nullable String block, Arguments parts) {
    var start = bytes(Long.toString(entry.start()));
    var bytes = link.call(s -> s.commands().hget(bytes(keys.results(id)), start));
    if (block == null || bytes == null) {
      return block == null ? "input" : "results";
    }
    try {
      var segment = SegmentReader.of(bytes);
      if (segment.count() != entry.length() || segment.failed() != entry.failed()) {
        return "results";
      }
      new Splitting(block).split(entry, segment, parts);
      return "";
    } catch (SegmentReader.CorruptSegmentException _) {
      return "results";
    }
  }

  private Reply call(Script script, JobId id, Arguments arguments) {
    return new Reply(link.call(s -> s.scripts().call(script, keys.ofJob(id), arguments)));
  }

  private Arguments arguments(JobId id) {
    return new Arguments().add(clock.get()).add(id.value());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
