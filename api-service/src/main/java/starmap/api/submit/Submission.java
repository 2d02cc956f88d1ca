package starmap.api.submit;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import starmap.api.connection.Client;
import starmap.api.limits.Admission;
import starmap.api.limits.ApiProperties;
import starmap.api.progress.ProgressBoard;
import starmap.api.result.Format;
import starmap.api.trace.CurrentTrace;
import starmap.chunk.Block;
import starmap.job.NewJob;
import starmap.store.JobStore;

/** Brings jobs and their input into the store. */
@Component
public class Submission {
  /** How much of an input of any length waits in the store. */
  static final long MOST_WAITING = 16 << 20;

  private final JobStore store;
  private final Admission admission;
  private final ProgressBoard progress;
  private final ApiProperties limits;
  private final CurrentTrace trace;

  Submission(
      JobStore store,
      Admission admission,
      ProgressBoard progress,
      ApiProperties limits,
      CurrentTrace trace) {
    this.store = store;
    this.admission = admission;
    this.progress = progress;
    this.limits = limits;
    this.trace = trace;
  }

  /** Gives one block after the other; null behind the last one. */
  @FunctionalInterface
  public interface Blocks {
    /** The next one. */
    @Nullable Block next() throws IOException;
  }

  /**
   * Submits a job whose input may wait in the store as a whole. An upload that breaks leaves
   * nothing behind.
   */
  public JobStore.Submission submit(NewJob job, Blocks blocks) throws IOException {
    var feed = new Feed(store, admission, trace.on(job), Long.MAX_VALUE, Feed.Room.UNLIMITED);
    boolean whole = false;
    try {
      var block = blocks.next();
      while (block != null && feed.take(block)) {
        block = blocks.next();
      }
      var submission = feed.end();
      whole = true;
      return submission;
    } finally {
      if (!whole) {
        feed.abandon();
      }
    }
  }

  /** Submits a job whose items follow in requests of their own. */
  JobStore.Submission open(NewJob job) {
    admission.require();
    return Feed.accepted(store.create(trace.on(job)), job);
  }

  /**
   * Begins to bring in the items of a request's body, of any length, while others already read
   * their results.
   */
  public Upload upload(NewJob job, HttpServletRequest request, Format format) throws IOException {
    var form = ItemForm.of(request, format, job.spec(), job.options().chunkSize());
    var traced = trace.on(job);
    var intake =
        new Intake(
            request,
            arrivals -> DirectBody.arriving(request, arrivals, limits, form),
            room -> new Feed(store, admission, traced, MOST_WAITING, room),
            progress.watch(job.id()));
    return Upload.start(Client.of(request), intake);
  }
}
