package starmap.api.worker;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import starmap.api.problem.ProblemException;
import starmap.api.problem.ProblemType;
import starmap.api.problem.Query;
import starmap.fleet.WorkerRegistry;

@RestController
class WorkerController {
  private final WorkerRegistry registry;

  WorkerController(WorkerRegistry registry) {
    this.registry = registry;
  }

  /**
   * All workers.
   *
   * @param workers alive or gone within the last ten minutes
   */
  record Workers(List<WorkerView> workers) {}

  @Operation(summary = "Who computes", operationId = "listWorkers", tags = "fleet")
  @GetMapping("/v1/workers")
  Workers list() {
    return new Workers(registry.list().stream().map(WorkerView::of).toList());
  }

  @Operation(
      summary = "Let a worker take no new chunks",
      operationId = "drainWorker",
      description =
          "It ends the items at hand and gives back the rest of its chunks. Its process stays until it is stopped, and cannot be made to go on.",
      tags = "fleet")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @PostMapping("/v1/workers/{id:[^:]+}:drain")
  WorkerView drain(@PathVariable String id, @Parameter(hidden = true) HttpServletRequest request) {
    var _ = Query.of(request, Set.of());
    if (!registry.drain(id)) {
      throw notFound();
    }
    return registry.list().stream()
        .filter(seen -> seen.worker().id().equals(id))
        .map(WorkerView::of)
        .findFirst()
        .orElseThrow(WorkerController::notFound);
  }

  private static ProblemException notFound() {
    return ProblemException.of(
        ProblemType.NOT_FOUND,
        "no worker has this id, or it has stopped; GET /v1/workers lists all");
  }
}
