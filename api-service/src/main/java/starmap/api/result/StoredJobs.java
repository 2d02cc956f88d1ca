package starmap.api.result;

import org.springframework.stereotype.Component;
import starmap.api.job.Jobs;
import starmap.api.problem.ProblemException;
import starmap.api.problem.ProblemType;
import starmap.api.problem.Query;
import starmap.job.Job;
import starmap.job.ResultStorage;

/** Finds jobs whose results can be read. */
@Component
final class StoredJobs {
  private final Jobs jobs;

  StoredJobs(Jobs jobs) {
    this.jobs = jobs;
  }

  Job get(String id) {
    var job = jobs.get(Jobs.id(id));
    return switch (job.storage()) {
      case ResultStorage.KEPT -> job;
      case ResultStorage.UNTIL_READ ->
          throw ProblemException.of(
              ProblemType.RESULTS_NOT_STORED, "the results of a direct call go to its caller only");
      case ResultStorage.NONE ->
          throw ProblemException.of(
              ProblemType.RESULTS_NOT_STORED, "the job was submitted with store: false");
    };
  }

  /** The range that {@code from} and {@code to} ask for. */
  static ResultStream.Range range(Query query, Job job) {
    long from = query.number("from", 0, Long.MAX_VALUE).orElse(0);
    long to = query.number("to", from, Long.MAX_VALUE).orElse(Long.MAX_VALUE);
    if (job.counts().totalIsFinal() && from > job.counts().total()) {
      throw outside(job);
    }
    return new ResultStream.Range(from, to);
  }

  static ProblemException outside(Job job) {
    return ProblemException.of(
        ProblemType.RANGE_NOT_SATISFIABLE,
        "indexes of this job go from 0 to " + (job.counts().total() - 1));
  }
}
