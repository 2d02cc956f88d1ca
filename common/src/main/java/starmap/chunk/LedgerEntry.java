package starmap.chunk;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one stretch of items: a chunk that is outstanding, or a segment that was
 * recorded.
 *
 * @param start index of the first item
 * @param length number of items
 * @param state where it is
 * @param worker id of who computes it, or has; empty where nobody does
 * @param attempts how often it was claimed
 * @param failed how many of its items failed
 * @param started when its computing began, about; null where that is not known
 * @param took how long it was computed; null where it is not recorded
 */
public record LedgerEntry(
    long start,
    int length,
    State state,
    String worker,
    int attempts,
    int failed,
    @Nullable Instant started,
    @Nullable Duration took) {

  /** Where a stretch is. */
  public enum State {
    /** It has results. */
    RECORDED,
    /** It waits for a worker. */
    READY,
    /** A worker holds it. */
    LEASED,
    /** It waits for its time to be tried again. */
    DELAYED
  }
}
