package starmap.api.submit;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import org.springframework.stereotype.Component;
import starmap.api.connection.Client;
import starmap.api.job.Jobs;
import starmap.api.limits.Admission;
import starmap.api.limits.ApiProperties;
import starmap.api.problem.ProblemException;
import starmap.api.problem.ProblemType;
import starmap.api.progress.ProgressBoard;
import starmap.api.result.Format;
import starmap.api.trace.CurrentTrace;
import starmap.job.Job;
import starmap.job.JobId;
import starmap.job.JobSpec;
import starmap.job.JobState;
import starmap.job.NewJob;
import starmap.store.JobStore;

/**
 * Jobs whose items come in requests of their own, of any length, and are computed while they come.
 * A request that breaks leaves the items it brought; the next one goes on behind them.
 */
@Component
class Uploads {
  private final JobStore store;
  private final Admission admission;
  private final Jobs jobs;
  private final ProgressBoard progress;
  private final ApiProperties limits;
  private final CurrentTrace trace;

  Uploads(
      JobStore store,
      Admission admission,
      Jobs jobs,
      ProgressBoard progress,
      ApiProperties limits,
      CurrentTrace trace) {
    this.store = store;
    this.admission = admission;
    this.jobs = jobs;
    this.progress = progress;
    this.limits = limits;
    this.trace = trace;
  }

  /**
   * How far the input of a job has come.
   *
   * @param offset how many items are stored: the index of the next one
   * @param sealed whether none may follow
   */
  record Progress(long offset, boolean sealed) {
    static Progress of(Job job) {
      return new Progress(job.counts().total(), job.state() != JobState.ACCEPTING);
    }
  }

  /** Creates a job whose items follow. */
  JobStore.Submission open(NewJob job) {
    admission.require();
    var submitted = store.create(trace.on(job));
    return switch (submitted.submission()) {
      case CREATED -> {
        Feed.tell(job);
        yield submitted.submission();
      }
      case EXISTS, CONFLICT -> submitted.submission();
      case REFUSED -> throw Jobs.tooMany();
    };
  }

  /** Takes all items of a new job from a body, and seals it. */
  void whole(NewJob job, HttpServletRequest request) throws IOException {
    if (open(job) != JobStore.Submission.CREATED) {
      throw taken(Progress.of(jobs.get(job.id())));
    }
    try (var intake =
        intake(
            job.id(),
            new Stretch(0, 0, form(request, job.spec(), job.options().chunkSize())),
            request)) {
      take(job.id(), intake, request, true);
    }
  }

  /** Takes further items from a body; {@code from} is the index of the first one. */
  Progress append(JobId id, Optional<Long> from, HttpServletRequest request) throws IOException {
    var job = jobs.get(id);
    var before = Progress.of(job);
    if (before.sealed()) {
      throw ProblemException.of(
          ProblemType.INPUT_COMPLETE, "the input of this job is complete; submit another job");
    }
    long start = from.orElse(before.offset());
    if (start > before.offset()) {
      throw ProblemException.of(
              ProblemType.WRONG_OFFSET,
              "the next item has index " + before.offset() + "; send the items from there on")
          .with("offset", before.offset());
    }
    try (var intake =
        intake(id, new Stretch(start, before.offset(), form(request, job.spec(), 0)), request)) {
      take(id, intake, request, false);
    }
    return Progress.of(jobs.get(id));
  }

  /**
   * The items of one body.
   *
   * @param first the index of the first one
   * @param wanted the index of the first that is not stored yet
   * @param form how they are written
   */
  private record Stretch(long first, long wanted, ItemForm form) {}

  private static ItemForm form(HttpServletRequest request, JobSpec spec, int chunkSize) {
    var format = Format.ofBody(request).orElse(Format.NDJSON);
    return ItemForm.of(request, format, spec, chunkSize);
  }

  private Intake intake(JobId id, Stretch stretch, HttpServletRequest request) throws IOException {
    return new Intake(
        request,
        arrivals -> {
          var body = DirectBody.arriving(request, arrivals, limits, stretch.form());
          body.skip(stretch.first(), stretch.wanted());
          return body;
        },
        room -> new Feed(store, admission, id, Submission.MOST_WAITING, room),
        progress.watch(id));
  }

  /** A job of which nothing was stored is not kept for the sake of its next part. */
  private void take(JobId id, Intake intake, HttpServletRequest request, boolean sealed)
      throws IOException {
    boolean kept = false;
    try {
      intake.run(sealed);
      kept = true;
    } finally {
      if (!intake.isWhole()) {
        Client.of(request).leaveBody();
      }
      if (!kept && sealed && intake.items() == 0) {
        boolean _ = store.abandon(id);
      }
    }
  }

  private static ProblemException taken(Progress progress) {
    return progress.sealed()
        ? ProblemException.of(
            ProblemType.NAME_TAKEN, "a job has this name: choose another, or DELETE that job first")
        : ProblemException.of(
                ProblemType.STILL_UPLOADING,
                "the job of this name has "
                    + progress.offset()
                    + " items so far: POST the rest to its /items with Item-Offset, then POST :seal")
            .with("offset", progress.offset());
  }
}
