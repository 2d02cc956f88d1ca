package starmap.api.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import starmap.job.Job;
import starmap.job.JobError;
import starmap.job.JobState;
import starmap.job.Mode;
import starmap.job.Tolerance;

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
 * @param reduction the value that its items are folded to, so far; null where they are not, and in
 *     lists
 * @param times when it did what
 * @param error the failed item with the lowest index
 * @param labels the client's own words
 * @param options what may be changed of it
 * @param links where to go from here
 * @param name the client's own name of it; null without
 * @param waiting why nothing of it is computed now; null where it is, or only waits its turn
 */
public record JobView(
    String id,
    JobState state,
    String function,
    Mode mode,
    Counts counts,
    Job.Chunks chunks,
    Progress progress,
    @Nullable ReductionView reduction,
    Job.Times times,
    @Nullable JobError error,
    Map<String, String> labels,
    Options options,
    Links links,
    @Nullable String name,
    @Nullable String waiting) {

  /**
   * What may be changed of a job.
   *
   * @param priority 0 to 9, its weight in the queue
   * @param maxConcurrency most chunks that are outstanding at once; null where that is not limited
   * @param tolerate how many failed items it bears; null is any number
   * @param ttl how long it is kept after it ended
   * @param paused whether nothing more of it is begun
   */
  public record Options(
      int priority,
      @Nullable Integer maxConcurrency,
      @Nullable Tolerate tolerate,
      Duration ttl,
      boolean paused) {
    static Options of(Job.Settings settings) {
      var most = settings.share().maxConcurrency();
      var tolerance = settings.tolerance();
      return new Options(
          settings.share().priority(),
          most == 0 ? null : (Integer) most,
          tolerance.equals(Tolerance.ANY) ? null : Tolerate.of(tolerance),
          settings.ttl(),
          settings.paused());
    }
  }

  /**
   * How many failed items a job bears.
   *
   * @param count a number of items; null where their number does not matter
   * @param percent a share of all items
   */
  public record Tolerate(@Nullable Long count, double percent) {
    static Tolerate of(Tolerance tolerance) {
      long count = tolerance.count();
      return new Tolerate(count == Long.MAX_VALUE ? null : (Long) count, tolerance.percent());
    }
  }

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
   * @param itemsPerSecond those items ÷ seconds since the first claim (until the end), or in a
   *     stream of events over the last seconds; null before there are any
   * @param etaSeconds remaining items ÷ rate; null where there is no rate or the job has ended
   * @param contiguousUntil the first index without a result
   */
  public record Progress(
      double percent,
      @Nullable Double itemsPerSecond,
      @Nullable Long etaSeconds,
      long contiguousUntil) {
    static Progress of(Job job, Instant now, @Nullable Double rateNow) {
      var counts = job.counts();
      long done = counts.succeeded() + counts.failed();
      double percent = counts.total() == 0 ? 100 : Math.floor(1000.0 * done / counts.total()) / 10;
      Double rate = rateNow == null ? rate(job.times(), done, now) : (Double) rounded(rateNow);
      Long eta =
          rate == null || rate == 0 || job.state().isTerminal() || job.settings().paused()
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
      return rounded(done / seconds);
    }

    private static double rounded(double rate) {
      return Math.round(10 * rate) / 10.0;
    }
  }

  /**
   * Where to go from here.
   *
   * @param self this job
   * @param results its results
   * @param errors its failed items
   * @param events its progress, as it happens
   * @param chunks who computed what, and when
   * @param stats what computing it cost
   * @param cancel POST here to end it
   * @param retry POST here to compute its failed items again
   * @param pause POST here to let nothing more of it be begun
   * @param resume POST here to let it go on
   * @param reduction the value its items are folded to; null where they are not
   */
  public record Links(
      String self,
      String results,
      String errors,
      String events,
      String chunks,
      String stats,
      String cancel,
      String retry,
      String pause,
      String resume,
      @Nullable String reduction) {
    static Links of(String id, boolean reduces) {
      var self = "/v1/jobs/" + id;
      return new Links(
          self,
          self + "/results",
          self + "/errors",
          self + "/events",
          self + "/chunks",
          self + "/stats",
          self + ":cancel",
          self + ":retry",
          self + ":pause",
          self + ":resume",
          reduces ? self + "/reduction" : null);
    }
  }

  /** The job as it was read at {@code now}. */
  public static JobView of(Job job, Instant now) {
    return of(job, now, (Double) null);
  }

  /** The same where somebody knows its present rate, in items a second. */
  public static JobView of(Job job, Instant now, @Nullable Double rate) {
    return new JobView(
        job.id().value(),
        job.state(),
        job.spec().function(),
        job.spec().mode(),
        Counts.of(job.counts()),
        job.chunks(),
        Progress.of(job, now, rate),
        null,
        job.times(),
        job.error(),
        job.labels(),
        Options.of(job.settings()),
        Links.of(job.id().value(), job.spec().reduce() != null),
        job.name(),
        null);
  }

  /** The same with its reduction, and with why it waits. */
  JobView with(@Nullable ReductionView newReduction, @Nullable String newWaiting) {
    return new JobView(
        id,
        state,
        function,
        mode,
        counts,
        chunks,
        progress,
        newReduction,
        times,
        error,
        labels,
        options,
        links,
        name,
        newWaiting);
  }
}
