package starmap.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import starmap.chunk.ChunkId;
import starmap.chunk.LedgerEntry;
import starmap.chunk.LedgerEntry.State;
import starmap.job.JobId;

/** The chunks of one job, with who computed what and when; plain reads, a page at a time. */
public final class Ledger {
  /** Most entries of a page. */
  public static final int PAGE = 1_000;

  private final RedisLink link;
  private final Keys keys;
  private final JobId id;

  Ledger(RedisLink link, Keys keys, JobId id) {
    this.link = link;
    this.keys = keys;
    this.id = id;
  }

  /**
   * The outstanding chunks by index; they are no more than the window and those that are delayed.
   */
  public List<LedgerEntry> outstanding() {
    return link.call(s -> s.commands().hgetall(bytes(keys.chunks(id)))).entrySet().stream()
        .map(Ledger::outstanding)
        .sorted(Comparator.comparingLong(LedgerEntry::start))
        .toList();
  }

  /**
   * Recorded ones in the order of recording, {@code from} of them left out; none at the end, or
   * where the job keeps no log.
   */
  public List<LedgerEntry> recorded(long from) {
    return link.call(
        s ->
            s.commands()
                .lrange(bytes(keys.log(id)), from, from + PAGE - 1)
                .thenCombine(
                    JobRecord.packed(s, keys, id),
                    (entries, job) -> recorded(entries, job.number("created"))));
  }

  /**
   * Recorded ones from a position in the log on.
   *
   * @param incarnation another one where the log was begun anew or turned by a retry, so that
   *     positions mean something else
   * @param entries in the order of recording; fewer than {@link #PAGE} at the end
   */
  public record Stretch(String incarnation, List<LedgerEntry> entries) {}

  /** The next stretch, for readers that come again to read on. */
  public Stretch stretch(long from) {
    return link.call(
        s ->
            JobRecord.packed(s, keys, id)
                // read first: what turns the log meanwhile is noticed by the next look
                .thenCombine(
                    s.commands().lrange(bytes(keys.log(id)), from, from + PAGE - 1),
                    (job, entries) ->
                        new Stretch(
                            job.text("epoch") + ":" + job.number("reopening"),
                            recorded(entries, job.number("created")))));
  }

  private static List<LedgerEntry> recorded(List<byte[]> entries, long created) {
    return entries.stream().map(entry -> recorded(LogEntry.parse(entry), created)).toList();
  }

  private static LedgerEntry recorded(LogEntry entry, long created) {
    return new LedgerEntry(
        entry.start(),
        entry.length(),
        State.RECORDED,
        entry.worker(),
        entry.attempts(),
        entry.failed(),
        Instant.ofEpochMilli(created + entry.began()),
        Duration.ofNanos(1_000 * entry.micros()));
  }

  private static LedgerEntry outstanding(Map.Entry<byte[], byte[]> chunk) {
    var range = ChunkId.parse(new String(chunk.getKey(), UTF_8));
    var text = new String(chunk.getValue(), UTF_8);
    var record = LeaseRecord.of(text);
    return new LedgerEntry(
        range.start(),
        range.length(),
        state(text.charAt(0)),
        record.worker(),
        record.attempts(),
        0,
        null,
        null);
  }

  private static State state(char letter) {
    return switch (letter) {
      case 'L' -> State.LEASED;
      case 'D' -> State.DELAYED;
      default -> State.READY;
    };
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
