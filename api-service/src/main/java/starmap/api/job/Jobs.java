package starmap.api.job;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import starmap.api.function.FunctionCatalog;
import starmap.api.function.Routing;
import starmap.api.problem.ProblemException;
import starmap.api.problem.ProblemType;
import starmap.api.progress.ProgressBoard;
import starmap.job.Job;
import starmap.job.JobId;
import starmap.store.JobStore;

/** Finds jobs for requests, and waits for them. */
@Component
public class Jobs {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
  private static final Pattern NAME = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,128}");

  private final JobStore store;
  private final ProgressBoard progress;
  private final FunctionCatalog functions;
  private final InstantSource clock;

  Jobs(JobStore store, ProgressBoard progress, FunctionCatalog functions, InstantSource clock) {
    this.functions = functions;
    this.store = store;
    this.progress = progress;
    this.clock = clock;
  }

  /** Reads an id, or the name that a client gave, from a path. */
  public static JobId id(String text) {
    return JobId.parse(text).or(() -> named(text)).orElseThrow(Jobs::notFound);
  }

  /** The id of a name; empty where it cannot be a name. */
  public static Optional<JobId> named(String name) {
    boolean isName = NAME.matcher(name).matches() && JobId.parse(name).isEmpty();
    return isName ? Optional.of(JobId.ofName("default", name)) : Optional.empty();
  }

  /** The job of this id, or a problem. */
  public Job get(JobId id) {
    return store.find(id).orElseThrow(Jobs::notFound);
  }

  /** The job when it has ended, or as it is when the time is over or this service stops. */
  public Job await(JobId id, Duration time) {
    return await(id, time, job -> job.state().isTerminal());
  }

  /**
   * The job when something is true of it, or as it is when the time is over or this service stops.
   */
  Job await(JobId id, Duration time, Predicate<Job> condition) {
    var end = clock.instant().plus(time);
    try (var watch = progress.watch(id)) {
      var job = get(id);
      while (!condition.test(job) && !watch.isOver() && clock.instant().isBefore(end)) {
        var left = Duration.between(clock.instant(), end);
        var patience = watch.patience(LOOK_AGAIN);
        watch.await(left.compareTo(patience) < 0 ? left : patience);
        job = get(id);
      }
      return job;
    }
  }

  /** As clients see it, with its reduction. */
  public JobView view(Job job) {
    var reduction =
        job.spec().reduce() == null
            ? null
            : store.reduction(job.id()).map(ReductionView::of).orElse(null);
    return JobView.of(job, clock.instant()).with(reduction, Routing.waiting(job, functions));
  }

  /** As clients see it in a list. */
  public JobView line(Job job) {
    return JobView.of(job, clock.instant());
  }

  /** The problem of an installation that is full. */
  public static ProblemException tooMany() {
    return ProblemException.of(
            ProblemType.QUOTA_EXCEEDED,
            "too many jobs are active; repeat this when some have ended")
        .retryAfter(Duration.ofSeconds(5));
  }

  /** The problem of a job for which it is too late. */
  public static ProblemException ended() {
    return ProblemException.of(
        ProblemType.JOB_ENDED, "the job has ended; nothing but its 'ttl' can be changed");
  }

  /** The problem of an unknown job. */
  public static ProblemException notFound() {
    return ProblemException.of(
        ProblemType.JOB_NOT_FOUND, "no job has this id, or its retention is over");
  }
}
