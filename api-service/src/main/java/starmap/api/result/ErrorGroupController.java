package starmap.api.result;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import starmap.api.problem.Query;
import starmap.job.Job;
import starmap.store.JobResults;
import starmap.store.JobStore;

@RestController
class ErrorGroupController {
  private static final int MOST_READ = 10_000;

  private final StoredJobs stored;
  private final JobStore store;

  ErrorGroupController(StoredJobs stored, JobStore store) {
    this.stored = stored;
    this.store = store;
  }

  @Operation(
      summary = "Failed items, grouped by what went wrong",
      operationId = "groupErrors",
      description =
          "Items whose errors have the same type, and the same message but for its numbers. The first 10,000 failed items are looked at.",
      tags = "jobs")
  @GetMapping("/v1/jobs/{id}/errors/groups")
  ErrorGroups.View groups(
      @PathVariable String id, @Parameter(hidden = true) HttpServletRequest request) {
    var _ = Query.of(request, Set.of());
    var job = stored.get(id);
    return read(job).view(job.counts().failed());
  }

  /** Nothing is read behind the last failed item that is counted. */
  private ErrorGroups read(Job job) {
    var groups = new ErrorGroups();
    long wanted = Math.min(MOST_READ, job.counts().failed());
    for (long next = 0; next < Long.MAX_VALUE && groups.read() < wanted; ) {
      var page = store.failures(job.id(), next);
      for (var entry : page.entries()) {
        add(entry, groups);
      }
      next = page.next();
    }
    return groups;
  }

  private static void add(JobResults.Entry entry, ErrorGroups groups) {
    for (var error : entry.segment().errors()) {
      if (groups.read() < MOST_READ) {
        groups.add(entry.start() + error.offset(), error);
      }
    }
  }
}
