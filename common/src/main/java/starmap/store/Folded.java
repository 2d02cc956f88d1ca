package starmap.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import starmap.job.JobId;
import starmap.wire.Counted;

/**
 * What was folded of a stretch of items.
 *
 * @param field its name, {@code start:epoch}
 * @param start index of the first item
 * @param length number of items, also those without a value
 * @param stored the bytes in Redis, {@code length;partial}
 * @param partial what the fold has made of the values
 */
@SuppressWarnings("ArrayRecordComponent") // see Block
record Folded(String field, long start, long length, byte[] stored, byte[] partial) {
  /** All of a job, from left to right. */
  static CompletionStage<List<Folded>> all(RedisLink.Session session, Keys keys, JobId id) {
    return session
        .commands()
        .hgetall(keys.fold(id).getBytes(UTF_8))
        .thenApply(
            hash ->
                hash.entrySet().stream()
                    .map(Folded::of)
                    .sorted(Comparator.comparingLong(Folded::start))
                    .toList());
  }

  private static Folded of(Map.Entry<byte[], byte[]> entry) {
    var field = new String(entry.getKey(), UTF_8);
    var counted = Counted.of(entry.getValue());
    long start = Long.parseLong(field.substring(0, field.indexOf(':')));
    return new Folded(field, start, counted.count(), entry.getValue(), counted.bytes());
  }

  /** The index behind the last item. */
  long end() {
    return start + length;
  }

  /** Several as one, in the place of the first. */
  static Folded joined(List<Folded> run, byte[] partial) {
    long length = run.stream().mapToLong(Folded::length).sum();
    var first = run.getFirst();
    var stored = new Counted(length, partial).stored();
    return new Folded(first.field(), first.start(), length, stored, partial);
  }
}
