package starmap.job;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job as a client asked for it, checked and complete.
 *
 * @param id its id
 * @param bodyHash fingerprint of the request; the same id with another fingerprint is a conflict
 * @param spec what to compute
 * @param total how many items a generated input has; -1 for an upload, whose total is known when it
 *     is sealed
 * @param options how to compute it
 * @param name the client's own name of it, where it has one; its id follows from that
 * @param queue where its chunks wait: empty is the queue that every worker serves, else its source
 * @param together how many of its items a slot runs at a time, so that chunks are not too small
 */
public record NewJob(
    JobId id,
    String bodyHash,
    JobSpec spec,
    long total,
    Options options,
    @Nullable String name,
    String queue,
    int together) {
  /** The total of an input that is still to be uploaded. */
  public static final long UNKNOWN = -1;

  /** A job without a name. */
  public NewJob(JobId id, String bodyHash, JobSpec spec, long total, Options options) {
    this(id, bodyHash, spec, total, options, null, "", 1);
  }

  /** The same with a name. */
  public NewJob named(String newName) {
    return new NewJob(id, bodyHash, spec, total, options, newName, queue, together);
  }

  /** The same as a part of a trace; see {@link JobSpec#trace}. */
  public NewJob traced(Map<String, String> trace) {
    return new NewJob(id, bodyHash, spec.traced(trace), total, options, name, queue, together);
  }

  /** The same in another queue. */
  public NewJob queued(String newQueue) {
    return new NewJob(id, bodyHash, spec, total, options, name, newQueue, together);
  }

  /** The same where a slot runs so many items at a time. */
  public NewJob together(int items) {
    return new NewJob(id, bodyHash, spec, total, options, name, queue, items);
  }

  /**
   * How to compute a job.
   *
   * @param chunkSize items in a chunk; 0 lets Starmap choose
   * @param onError what a failed item means
   * @param storage how long results stay
   * @param ttl how long the job is kept after it ended
   * @param early whether chunks are computed while the upload goes on
   * @param labels the client's own words about the job
   * @param limits when the job ends although it is not complete
   * @param share how much of the fleet it gets
   */
  public record Options(
      int chunkSize,
      OnError onError,
      ResultStorage storage,
      Duration ttl,
      boolean early,
      Map<String, String> labels,
      Limits limits,
      Share share) {

    /** A job without limits of its own. */
    public Options(
        int chunkSize,
        OnError onError,
        ResultStorage storage,
        Duration ttl,
        boolean early,
        Map<String, String> labels) {
      this(chunkSize, onError, storage, ttl, early, labels, Limits.NONE, Share.DEFAULT);
    }
  }

  /**
   * When a job ends although it is not complete.
   *
   * @param tolerance how many failed items it bears, where it collects them
   * @param timeout how long it may take, from its submission; null is as long as it likes
   */
  public record Limits(Tolerance tolerance, @Nullable Duration timeout) {
    /** Never. */
    public static final Limits NONE = new Limits(Tolerance.ANY, null);
  }
}
