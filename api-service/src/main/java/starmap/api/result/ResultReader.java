package starmap.api.result;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import starmap.api.job.Jobs;
import starmap.api.progress.ProgressBoard;
import starmap.job.JobId;
import starmap.job.JobState;
import starmap.store.JobResults;
import starmap.store.JobStore;
import starmap.store.StoreException;

/** Walks the results of one job from a place on, and waits for those that are still to come. */
public final class ResultReader implements AutoCloseable {
  /** How long a hint may be missing before it is worth looking anyway. */
  private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

  private static final int MOST_BYTES = 1 << 20;

  private final JobStore store;
  private final JobId id;
  private final JobResults.Order order;
  private final boolean drop;
  private final ProgressBoard.Watch watch;
  private final List<Long> read = new ArrayList<>();
  private long next;

  /**
   * Begins at an index.
   *
   * @param drop whether segments are removed from the store once they were read
   */
  public ResultReader(
      JobStore store,
      ProgressBoard progress,
      JobId id,
      JobResults.Order order,
      long from,
      boolean drop) {
    this.store = store;
    this.id = id;
    this.order = order;
    this.drop = drop;
    this.next = from;
    this.watch = progress.watch(id);
  }

  /** What can be read now, and the state of the job. What was read before counts as consumed. */
  public JobResults.Collected poll() {
    var collected = told().or(this::collect).orElseThrow(Jobs::notFound);
    read.clear();
    for (var entry : collected.entries()) {
      read.add(entry.start());
      next = order == JobResults.Order.INPUT ? entry.start() + entry.segment().count() : next + 1;
    }
    return collected;
  }

  private Optional<JobResults.Collected> told() {
    return next == 0 && order == JobResults.Order.INPUT ? watch.results() : Optional.empty();
  }

  /** A connection that broke must not cut a long answer; what stays away does. */
  private Optional<JobResults.Collected> collect() {
    var question =
        new JobResults.Collect(id, order, next, MOST_BYTES, drop ? List.copyOf(read) : List.of());
    try {
      return store.collect(question);
    } catch (StoreException.Unavailable _) {
      return store.collect(question);
    }
  }

  /** Waits until it is worth looking again; false where nobody said so. */
  public boolean await(Duration atMost) {
    return watch.await(atMost.compareTo(LOOK_AGAIN) < 0 ? atMost : watch.patience(LOOK_AGAIN));
  }

  /** Whether this was the end of a job that has ended, so that looking again is of no use. */
  boolean isLast(JobResults.Collected collected) {
    return order == JobResults.Order.INPUT
        && collected.state() == JobState.SUCCEEDED
        && next == collected.total();
  }

  /** Whether no index before {@code to} can follow. */
  boolean isPast(long to) {
    return order == JobResults.Order.INPUT && next >= to;
  }

  /**
   * Fails loudly should a job that is complete lack results, which would otherwise look like a
   * short list.
   */
  void requireNoGap(JobResults.Collected end, long to) {
    boolean complete = end.state() == JobState.SUCCEEDED || end.state() == JobState.PARTIAL;
    if (complete && order == JobResults.Order.INPUT && next < Math.min(to, end.total())) {
      throw new IllegalStateException(
          "job " + id + " is complete but has no result for index " + next);
    }
  }

  @Override
  public void close() {
    watch.close();
  }
}
