package starmap.api.event;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;
import starmap.job.Job;
import starmap.job.JobState;

/**
 * How many items end in a second at present: over the last few seconds, or over the last minute
 * where few end. What stood still counts from where it goes on.
 */
final class Rate {
  private static final long FEW_SECONDS = 5_000;
  private static final long LONGEST = 60_000;
  private static final long FEW_ITEMS = 10;

  private final Deque<Sample> samples = new ArrayDeque<>();
  private JobState state = JobState.QUEUED;

  private record Sample(long at, long done) {}

  /** Takes note of a job, and tells the rate; empty where there is nothing to compare it with. */
  OptionalDouble note(Job job, long now) {
    long done = job.counts().succeeded() + job.counts().failed();
    if (job.state() != state || (!samples.isEmpty() && done < samples.getLast().done())) {
      samples.clear();
    }
    state = job.state();
    while (!samples.isEmpty() && samples.getFirst().at() < now - LONGEST) {
      samples.removeFirst();
    }
    var rate = samples.isEmpty() ? OptionalDouble.empty() : since(begin(now, done), now, done);
    samples.add(new Sample(now, done));
    return rate;
  }

  /** The latest moment that is long enough ago and since which enough items have ended. */
  private Sample begin(long now, long done) {
    for (var all = samples.descendingIterator(); all.hasNext(); ) {
      var sample = all.next();
      if (now - sample.at() >= FEW_SECONDS && done - sample.done() >= FEW_ITEMS) {
        return sample;
      }
    }
    return samples.getFirst();
  }

  private static OptionalDouble since(Sample begin, long now, long done) {
    return OptionalDouble.of(1000.0 * (done - begin.done()) / Math.max(1, now - begin.at()));
  }
}
