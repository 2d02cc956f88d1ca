package starmap.api.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import starmap.job.Job;
import starmap.job.JobError;
import starmap.job.JobState;
import starmap.job.Mode;

/**
 * A job as clients see it.
 *
 * @param id its id
 * @param state where it is in its life
 * @param function pinned name
 * @param mode map or starmap
 * @param counts items; they always add up to the total
 * @param chunks chunks
 * @param progress how far and how fast
 * @param times when it did what
 * @param error the failed item with the lowest index
 * @param labels the client's own words
 * @param links where to go from here
 * @param name the client's own name of it; null without
 */
public record JobView(
    String id,
    JobState state,
    String function,
    Mode mode,
    Counts counts,
    Job.Chunks chunks,
    Progress progress,
    Job.Times times,
    @Nullable JobError error,
    Map<String, String> labels,
    Links links,
    @Nullable String name) {

  /**
   * Items.
   *
   * @param total all, or those that have arrived
   * @param totalIsFinal whether the input is complete
   * @param queued not at work
   * @param running in chunks that a worker holds
   * @param succeeded with a value
   * @param failed with an error
   * @param cancelled never computed
   * @param retried put back to be tried again
   */
  public record Counts(
      long total,
      boolean totalIsFinal,
      long queued,
      long running,
      long succeeded,
      long failed,
      long cancelled,
      long retried) {
    static Counts of(Job.Counts c) {
      return new Counts(
          c.total(),
          c.totalIsFinal(),
          c.queued(),
          c.running(),
          c.succeeded(),
          c.failed(),
          c.cancelled(),
          c.retried());
    }
  }

  /**
   * How far and how fast.
   *
   * @param percent share of items with a value or an error, 0 to 100
   * @param itemsPerSecond those items ÷ seconds since the first claim (until the end); null before
   *     there are any
   * @param etaSeconds remaining items ÷ rate; null where there is no rate or the job has ended
   * @param contiguousUntil the first index without a result
   */
  public record Progress(
      double percent,
      @Nullable Double itemsPerSecond,
      @Nullable Long etaSeconds,
      long contiguousUntil) {
    static Progress of(Job job, Instant now) {
      var counts = job.counts();
      long done = counts.succeeded() + counts.failed();
      double percent = counts.total() == 0 ? 100 : Math.floor(1000.0 * done / counts.total()) / 10;
      var rate = rate(job.times(), done, now);
      Long eta =
          rate == null || rate == 0 || job.state().isTerminal()
              ? null
              : (long) Math.ceil((counts.total() - done) / rate);
      return new Progress(percent, rate, eta, counts.contiguousUntil());
    }

    private static @Nullable Double rate(Job.Times times, long done, Instant now) {
      if (times.started() == null || done == 0) {
        return null;
      }
      var end = times.finished() == null ? now : times.finished();
      double seconds = Math.max(1, Duration.between(times.started(), end).toMillis()) / 1000.0;
      return Math.round(10 * done / seconds) / 10.0;
    }
  }

  /**
   * Where to go from here.
   *
   * @param self this job
   * @param results its results
   * @param errors its failed items
   * @param cancel POST here to end it
   * @param retry POST here to compute its failed items again
   */
  public record Links(String self, String results, String errors, String cancel, String retry) {
    static Links of(String id) {
      var self = "/v1/jobs/" + id;
      return new Links(
          self, self + "/results", self + "/errors", self + ":cancel", self + ":retry");
    }
  }

  /** The job as it was read at {@code now}. */
  public static JobView of(Job job, Instant now) {
    return new JobView(
        job.id().value(),
        job.state(),
        job.spec().function(),
        job.spec().mode(),
        Counts.of(job.counts()),
        job.chunks(),
        Progress.of(job, now),
        job.times(),
        job.error(),
        job.labels(),
        Links.of(job.id().value()),
        job.name());
  }
}
