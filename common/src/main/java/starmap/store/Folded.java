package starmap.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import starmap.job.JobId;

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
    var stored = entry.getValue();
    int end = 0;
    while (stored[end] != ';') {
      end++;
    }
    var partial = Arrays.copyOfRange(stored, end + 1, stored.length);
    return new Folded(
        field,
        Long.parseLong(field.substring(0, field.indexOf(':'))),
        Long.parseLong(new String(stored, 0, end, UTF_8)),
        stored,
        partial);
  }

  /** The index behind the last item. */
  long end() {
    return start + length;
  }

  /** Several as one, in the place of the first. */
  static Folded joined(List<Folded> run, byte[] partial) {
    long length = run.stream().mapToLong(Folded::length).sum();
    var head = (length + ";").getBytes(UTF_8);
    var stored = Arrays.copyOf(head, head.length + partial.length);
    System.arraycopy(partial, 0, stored, head.length, partial.length);
    var first = run.getFirst();
    return new Folded(first.field(), first.start(), length, stored, partial);
  }
}
