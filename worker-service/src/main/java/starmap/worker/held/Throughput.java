package starmap.worker.held;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import starmap.fleet.Activity;

/**
 * How many items this worker has computed, and how many in a second of late. Counted once for each
 * stretch that is settled, so that it costs an item nothing.
 */
final class Throughput {
  /** A rate is that of a few seconds, however often it is asked for. */
  private static final long SPAN_NANOS = Duration.ofSeconds(2).toNanos();

  private static final double NANOS_PER_SECOND = 1e9;

  private final AtomicLong items = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final Deque<Sample> samples = new ArrayDeque<>();

  private record Sample(long at, long items, long failed) {}

  void count(int moreItems, int moreFailed) {
    items.addAndGet(moreItems);
    failed.addAndGet(moreFailed);
  }

  /** The same with what is at work, at a time of {@link System#nanoTime}. */
  synchronized Activity activity(List<Activity.AtWork> chunks, long now) {
    var sample = new Sample(now, items.get(), failed.get());
    samples.add(sample);
    var begin = begin(now);
    double seconds = Math.max(1, now - begin.at()) / NANOS_PER_SECOND;
    return new Activity(
        chunks,
        sample.items(),
        sample.failed(),
        (sample.items() - begin.items()) / seconds,
        (sample.failed() - begin.failed()) / seconds);
  }

  /** The latest sample that is a few seconds old; while there is none, the first. */
  private Sample begin(long now) {
    var begin = samples.remove();
    while (!samples.isEmpty() && now - samples.element().at() >= SPAN_NANOS) {
      begin = samples.remove();
    }
    samples.addFirst(begin);
    return begin;
  }
}
