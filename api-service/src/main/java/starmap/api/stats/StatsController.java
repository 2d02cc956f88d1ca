package starmap.api.stats;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.Set;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import starmap.api.job.Jobs;
import starmap.api.problem.Query;
import starmap.fleet.Worker;
import starmap.fleet.WorkerRegistry;
import starmap.store.JobStore;

@RestController
class StatsController {
  private final Jobs jobs;
  private final JobStore store;
  private final WorkerRegistry registry;
  private final InstantSource clock;

  StatsController(Jobs jobs, JobStore store, WorkerRegistry registry, InstantSource clock) {
    this.jobs = jobs;
    this.store = store;
    this.registry = registry;
    this.clock = clock;
  }

  @Operation(
      summary = "What computing a job cost: time of an item, slowest items, speed-up over serial",
      operationId = "getStats",
      description =
          "Percentiles are accurate to 19 %; items that were recorded together count with their mean.",
      tags = "jobs")
  @GetMapping("/v1/jobs/{id}/stats")
  StatsView stats(@PathVariable String id, @Parameter(hidden = true) HttpServletRequest request) {
    var _ = Query.of(request, Set.of());
    var job = jobs.get(Jobs.id(id));
    return StatsView.of(job, store.statistics(job.id()), slots(), clock.instant());
  }

  private int slots() {
    return registry.list().stream()
        .filter(Worker.Seen::alive)
        .mapToInt(seen -> seen.worker().slots())
        .sum();
  }
}
