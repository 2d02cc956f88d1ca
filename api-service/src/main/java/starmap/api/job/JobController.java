package starmap.api.job;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import starmap.api.limits.ApiProperties;
import starmap.api.problem.ProblemException;
import starmap.api.problem.ProblemType;
import starmap.api.problem.Query;
import starmap.job.Job;
import starmap.job.JobId;
import starmap.job.JobState;
import starmap.store.JobStore;

@RestController
class JobController {
  private final Jobs jobs;
  private final JobStore store;
  private final ApiProperties limits;

  JobController(Jobs jobs, JobStore store, ApiProperties limits) {
    this.jobs = jobs;
    this.store = store;
    this.limits = limits;
  }

  @Operation(
      summary = "One job",
      operationId = "getJob",
      tags = "jobs",
      parameters =
          @Parameter(
              name = "wait",
              schema = @Schema(types = "string"),
              description =
                  "wait so many seconds for its end, or with If-None-Match for any change"))
  @GetMapping("/v1/jobs/{id:[^:]+}")
  ResponseEntity<JobView> get(
      @PathVariable String id, @Parameter(hidden = true) HttpServletRequest request) {
    var wait = Query.of(request, Set.of("wait")).time("wait", limits.maxWait());
    var known = JobTag.known(request);
    var jobId = Jobs.id(id);
    var job = wait.isEmpty() ? jobs.get(jobId) : jobs.await(jobId, wait.get(), until(known));
    return ResponseEntity.ok().eTag(JobTag.of(job)).body(jobs.view(job));
  }

  /** Who knows how the job stood waits for it to move, and whoever does not for its end. */
  private static Predicate<Job> until(Set<String> known) {
    return known.isEmpty()
        ? job -> job.state().isTerminal()
        : job -> !known.contains(JobTag.of(job));
  }

  @Operation(
      summary = "The value that the items of a job are folded to, also while it runs",
      operationId = "getReduction",
      tags = "jobs")
  @GetMapping("/v1/jobs/{id}/reduction")
  ReductionView reduction(
      @PathVariable String id, @Parameter(hidden = true) HttpServletRequest request) {
    var _ = Query.of(request, Set.of());
    var job = jobs.get(Jobs.id(id));
    return store
        .reduction(job.id())
        .map(ReductionView::of)
        .orElseThrow(
            () ->
                ProblemException.of(
                    ProblemType.RESULTS_NOT_STORED, "the job was submitted without 'reduce'"));
  }

  @Operation(summary = "End a job", operationId = "cancelJob", tags = "jobs")
  @PostMapping("/v1/jobs/{id:[^:]+}:cancel")
  JobView cancel(@PathVariable String id, @Parameter(hidden = true) HttpServletRequest request) {
    var _ = Query.of(request, Set.of());
    var jobId = Jobs.id(id);
    var _ = store.cancel(jobId).orElseThrow(Jobs::notFound);
    return jobs.view(jobs.get(jobId));
  }

  @Operation(
      summary = "Let nothing more of a job be begun",
      operationId = "pauseJob",
      description = "Chunks that are at work are finished. Its time-out and retention go on.",
      tags = "jobs")
  @PostMapping("/v1/jobs/{id:[^:]+}:pause")
  JobView pause(@PathVariable String id, @Parameter(hidden = true) HttpServletRequest request) {
    return controlled(id, request, store::pause);
  }

  @Operation(summary = "Let a paused job go on", operationId = "resumeJob", tags = "jobs")
  @PostMapping("/v1/jobs/{id:[^:]+}:resume")
  JobView resume(@PathVariable String id, @Parameter(hidden = true) HttpServletRequest request) {
    return controlled(id, request, store::resume);
  }

  private JobView controlled(
      String id, HttpServletRequest request, Function<JobId, Optional<JobState>> verb) {
    var _ = Query.of(request, Set.of());
    var jobId = Jobs.id(id);
    if (verb.apply(jobId).orElseThrow(Jobs::notFound).isTerminal()) {
      throw Jobs.ended();
    }
    return jobs.view(jobs.get(jobId));
  }

  @Operation(
      summary = "Compute the failed items of an ended job again, into the same indexes",
      operationId = "retryJob",
      description =
          "A job that failed computes what it left undone, too. 200 where nothing failed.",
      tags = "jobs",
      responses = {
        @ApiResponse(responseCode = "202", description = "Accepted"),
        @ApiResponse(responseCode = "200", description = "OK")
      })
  @PostMapping("/v1/jobs/{id:[^:]+}:retry")
  ResponseEntity<JobView> retry(
      @PathVariable String id, @Parameter(hidden = true) HttpServletRequest request) {
    var _ = Query.of(request, Set.of());
    var jobId = Jobs.id(id);
    var reduce = jobs.get(jobId).spec().reduce();
    if (reduce != null && reduce.isOrdered()) {
      throw ProblemException.of(
          ProblemType.NOT_RETRYABLE,
          "what is joined in order cannot be completed later: submit the job again");
    }
    var status = answer(store.retry(jobId));
    return ResponseEntity.status(status)
        .location(URI.create("/v1/jobs/" + jobId))
        .body(jobs.view(jobs.get(jobId)));
  }

  private static HttpStatus answer(JobStore.Retried retried) {
    return switch (retried) {
      case REOPENED -> HttpStatus.ACCEPTED;
      case NOTHING_FAILED -> HttpStatus.OK;
      case ACTIVE ->
          throw ProblemException.of(
              ProblemType.JOB_ACTIVE, "the job has not ended: retry it when it has");
      case NOT_STORED ->
          throw ProblemException.of(
              ProblemType.RESULTS_NOT_STORED, "a retry completes results, and this job keeps none");
      case OVER ->
          throw ProblemException.of(
              ProblemType.NOT_RETRYABLE,
              "the job was cancelled, expired or damaged, or failed before all of its items were sent:"
                  + " submit them again");
      case REFUSED -> throw Jobs.tooMany();
      case GONE -> throw Jobs.notFound();
    };
  }

  @Operation(
      summary = "Remove a job",
      operationId = "deleteJob",
      tags = "jobs",
      parameters =
          @Parameter(
              name = "force",
              schema = @Schema(types = "boolean"),
              description = "cancel it first"),
      responses = @ApiResponse(responseCode = "204", description = "it is gone"))
  @DeleteMapping("/v1/jobs/{id:[^:]+}")
  ResponseEntity<Void> delete(
      @PathVariable String id, @Parameter(hidden = true) HttpServletRequest request) {
    boolean force = Query.of(request, Set.of("force")).flag("force");
    var job = jobs.get(Jobs.id(id));
    if (!job.state().isTerminal() && !force) {
      throw ProblemException.of(
          ProblemType.JOB_ACTIVE,
          "the job is " + job.state() + ": cancel it first, or add ?force=true");
    }
    boolean _ = store.purge(job.id());
    return ResponseEntity.status(HttpStatus.NO_CONTENT).build();
  }
}
