package starmap.api.function;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import starmap.api.problem.ProblemException;
import starmap.fleet.FunctionDescriptor;
import starmap.fleet.FunctionDescriptor.Origin;
import starmap.job.Job;
import starmap.job.JobSpec;
import starmap.job.Mode;
import starmap.job.NewJob;
import starmap.job.Reduce;

/** Sends jobs to the workers that have their functions. */
public final class Routing {
  private Routing() {}

  /**
   * The same job in the queue of those who can compute it, the common one where every worker has
   * its source, else the source's own; and with how many of its items a slot runs at a time.
   *
   * @throws ProblemException where its two functions come from two sources that not all workers
   *     have
   */
  public static NewJob route(NewJob asked, FunctionCatalog functions) {
    var spec = asked.spec();
    var function =
        Optional.of(spec.function())
            .filter(_ -> spec.mode() != Mode.CALLS)
            .flatMap(functions::find);
    var job = function.map(one -> asked.together(one.concurrency())).orElse(asked);
    var own = function.flatMap(Routing::source).orElse(null);
    var folding =
        Optional.ofNullable(spec.reduce())
            .map(Reduce::function)
            .flatMap(functions::find)
            .flatMap(Routing::source)
            .orElse(null);
    var source = own == null ? folding : own;
    if (source == null) {
      return job;
    }
    var serving = functions.serving();
    boolean isEverywhere = serving.isEverywhere(source);
    if (folding != null && !folding.equals(source)) {
      requireEverywhere(isEverywhere && serving.isEverywhere(folding), source, folding);
    }
    return from(job, spec.from(source), isEverywhere ? "" : source);
  }

  /** Why nothing of the job is computed now; null where somebody can. */
  public static @Nullable String waiting(Job job, FunctionCatalog functions) {
    var source = job.spec().source();
    if (source == null || job.state().isTerminal() || functions.serving().isSomewhere(source)) {
      return null;
    }
    return "no live worker has %s of %s; the job waits for one"
        .formatted(job.spec().function(), source);
  }

  private static NewJob from(NewJob job, JobSpec spec, String queue) {
    return new NewJob(
        job.id(),
        job.bodyHash(),
        spec,
        job.total(),
        job.options(),
        job.name(),
        queue,
        job.together());
  }

  /** Empty where every worker has the function built in. */
  private static Optional<String> source(FunctionDescriptor function) {
    return Optional.of(function.origin().source())
        .filter(source -> !source.equals(Origin.BUILT_IN.source()));
  }

  private static void requireEverywhere(boolean holds, String source, String folding) {
    if (!holds) {
      throw ProblemException.invalid(
          "/reduce",
          "contradiction",
          "'function' comes from %s and 'reduce' from %s, and not every worker has both: put both functions into one file"
              .formatted(source, folding));
    }
  }
}
