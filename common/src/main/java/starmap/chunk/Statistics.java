package starmap.chunk;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What computing a job cost so far.
 *
 * @param histogram items by how long one took: bucket b holds those of 2^(b/4) to 2^((b+1)/4)
 *     microseconds. Items that were recorded together count with their mean
 * @param busy time spent computing, of all workers together
 * @param slowest the slowest items that were timed one by one, the slowest first
 */
public record Statistics(
    NavigableMap<Integer, Long> histogram, Duration busy, List<SlowItem> slowest) {
  private static final double STEPS = 4;

  /** Copies what it is given. */
  public Statistics(Map<Integer, Long> histogram, Duration busy, List<SlowItem> slowest) {
    this(new TreeMap<>(histogram), busy, List.copyOf(slowest));
  }

  /** How many items were counted. */
  public long items() {
    return histogram.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * The time in seconds that a share of all items did not exceed: at most 19 % too long, as times
   * are known by their bucket. 0 where nothing was counted.
   */
  public double quantile(double share) {
    long rank = Math.max(1, (long) Math.ceil(share * items()));
    long below = 0;
    for (var bucket : histogram.entrySet()) {
      below += bucket.getValue();
      if (below >= rank) {
        return Math.min(end(bucket.getKey()), max());
      }
    }
    return 0;
  }

  /** The longest time of an item in seconds; exact where the slowest was timed by itself. */
  public double max() {
    double longest = slowest.isEmpty() ? 0 : seconds(slowest.getFirst().took());
    if (histogram.isEmpty() || longest >= end(histogram.lastKey() - 1)) {
      return longest;
    }
    return end(histogram.lastKey());
  }

  /** A time in seconds. */
  public static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }

  private static double end(int bucket) {
    return Math.pow(2, (bucket + 1) / STEPS) / 1e6;
  }
}
