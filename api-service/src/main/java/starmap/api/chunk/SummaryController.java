package starmap.api.chunk;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import starmap.api.job.Jobs;
import starmap.api.problem.Query;
import starmap.store.JobStore;

@RestController
class SummaryController {
  private final Jobs jobs;
  private final JobStore store;
  private final Summaries summaries;

  SummaryController(Jobs jobs, JobStore store, Summaries summaries) {
    this.jobs = jobs;
    this.store = store;
    this.summaries = summaries;
  }

  @Operation(
      summary = "The chunks of a job at a glance: a map of its items and a timeline of its workers",
      operationId = "summarizeChunks",
      description =
          "As cheap for a million chunks as for ten: an API process reads what was recorded since it was asked last."
              + " Of a job with store: false the map shows how far it is complete, and the timeline is empty.",
      tags = "jobs")
  @GetMapping("/v1/jobs/{id}/chunks/summary")
  ResponseEntity<SummaryView> summary(
      @PathVariable String id, @Parameter(hidden = true) HttpServletRequest request) {
    var _ = Query.of(request, Set.of());
    var job = jobs.get(Jobs.id(id));
    var look = summaries.of(job.id()).look(job, store.ledger(job.id()));
    return ResponseEntity.ok().eTag(look.tag()).body(look.view());
  }
}
