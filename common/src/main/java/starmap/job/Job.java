package starmap.job;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the store knows about a job at one moment.
 *
 * @param id its id
 * @param state where it is in its life
 * @param spec what it computes
 * @param storage how long its results stay
 * @param counts its items
 * @param chunks its chunks
 * @param times when it did what
 * @param error the failed item with the lowest index, if any failed
 * @param labels the client's own words
 * @param settings what may be changed of it
 * @param history the last changes of its state, the oldest first
 * @param name the client's own name of it; null without
 */
public record Job(
    JobId id,
    JobState state,
    JobSpec spec,
    ResultStorage storage,
    Counts counts,
    Chunks chunks,
    Times times,
    @Nullable JobError error,
    Map<String, String> labels,
    Settings settings,
    List<Transition> history,
    @Nullable String name) {

  /**
   * Items. {@code queued + running + succeeded + failed + cancelled = total}, always.
   *
   * @param total all items; while the upload goes on, those that have arrived
   * @param totalIsFinal whether the input is complete
   * @param queued not at work: waiting in the queue, or not yet dispatched
   * @param running in chunks that a worker holds
   * @param succeeded with a value
   * @param failed with an error
   * @param cancelled never computed, because the job ended first
   * @param retried how many times an item was put back to be tried again
   * @param contiguousUntil the first index that has no result yet
   */
  public record Counts(
      long total,
      boolean totalIsFinal,
      long queued,
      long running,
      long succeeded,
      long failed,
      long cancelled,
      long retried,
      long contiguousUntil) {}

  /**
   * Chunks.
   *
   * @param recorded segments written
   * @param outstanding in the queue, leased or delayed
   * @param reclaimed taken back from workers that were gone
   */
  public record Chunks(long recorded, long outstanding, long reclaimed) {}

  /**
   * Times, by the clock of Redis.
   *
   * @param created when it was accepted
   * @param started when a worker first claimed a chunk
   * @param finished when it ended
   * @param expires when it is purged
   */
  public record Times(
      Instant created,
      @Nullable Instant started,
      @Nullable Instant finished,
      @Nullable Instant expires) {}

  /**
   * What may be changed of a job.
   *
   * @param share how much of the fleet it gets
   * @param onError what a failed item means; this cannot be changed
   * @param tolerance how many failed items it bears
   * @param ttl how long it is kept after it ended
   * @param paused whether nothing more of it is claimed, also while its input still arrives
   * @param queue where its chunks wait; empty is the queue that every worker serves
   */
  public record Settings(
      Share share,
      OnError onError,
      Tolerance tolerance,
      Duration ttl,
      boolean paused,
      String queue) {
    /** Of a job that was submitted without any. */
    public static final Settings DEFAULT =
        new Settings(Share.DEFAULT, OnError.COLLECT, Tolerance.ANY, Duration.ofDays(1), false, "");
  }
}
