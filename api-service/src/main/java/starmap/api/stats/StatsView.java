package starmap.api.stats;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import starmap.chunk.SlowItem;
import starmap.chunk.Statistics;
import starmap.job.Job;

/**
 * What computing a job cost so far, times in seconds.
 *
 * @param item how long one item took
 * @param slowest the slowest items that were timed one by one, at most ten
 * @param busySeconds time spent computing, of all workers together
 * @param elapsedSeconds since the first claim, until the end; null before it
 * @param speedup busy ÷ elapsed: the slots that were in use on the average, and how much faster
 *     this was than one after the other
 * @param utilisation that ÷ the slots of all live workers; null where there are none
 * @param itemsPerSecond items with a value or an error ÷ elapsed
 * @param retried how many times an item was put back to be tried again
 * @param reclaimed chunks taken back from workers that were gone
 */
record StatsView(
    ItemTime item,
    List<Slow> slowest,
    double busySeconds,
    @Nullable Double elapsedSeconds,
    @Nullable Double speedup,
    @Nullable Double utilisation,
    @Nullable Double itemsPerSecond,
    long retried,
    long reclaimed) {

  /**
   * How long one item took. Items that were recorded together count with their mean, and
   * percentiles are accurate to 19 %.
   *
   * @param count how many items were counted
   * @param p50 half of them took no longer
   * @param p90 nine of ten
   * @param p99 ninety-nine of a hundred
   * @param max the longest
   */
  record ItemTime(long count, double p50, double p90, double p99, double max) {
    static ItemTime of(Statistics statistics) {
      return new ItemTime(
          statistics.items(),
          rounded(statistics.quantile(0.5)),
          rounded(statistics.quantile(0.9)),
          rounded(statistics.quantile(0.99)),
          rounded(statistics.max()));
    }
  }

  /**
   * A slow item.
   *
   * @param index its index
   * @param seconds how long it took
   */
  record Slow(long index, double seconds) {
    static Slow of(SlowItem item) {
      return new Slow(item.index(), Statistics.seconds(item.took()));
    }
  }

  /** Of a job as it was at {@code now}, in a fleet of so many slots. */
  static StatsView of(Job job, Statistics statistics, int slots, Instant now) {
    double busy = Statistics.seconds(statistics.busy());
    var elapsed = elapsed(job.times(), now);
    var speedup = elapsed == null ? null : (Double) rounded(busy / elapsed);
    long done = job.counts().succeeded() + job.counts().failed();
    return new StatsView(
        ItemTime.of(statistics),
        statistics.slowest().stream().map(Slow::of).toList(),
        busy,
        elapsed,
        speedup,
        speedup == null || slots == 0 ? null : (Double) rounded(speedup / slots),
        elapsed == null ? null : (Double) rounded(done / elapsed),
        job.counts().retried(),
        job.chunks().reclaimed());
  }

  private static @Nullable Double elapsed(Job.Times times, Instant now) {
    if (times.started() == null) {
      return null;
    }
    var end = times.finished() == null ? now : times.finished();
    return Math.max(1, Duration.between(times.started(), end).toMillis()) / 1000.0;
  }

  /** To three digits. */
  private static double rounded(double number) {
    return BigDecimal.valueOf(number).round(new MathContext(3)).doubleValue();
  }
}
