package starmap.api.worker;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import starmap.fleet.Worker;
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
  record Workers(List<View> workers) {}

  /**
   * A worker.
   *
   * @param id unique per process
   * @param name for people
   * @param pid process id
   * @param host where it runs
   * @param parent process id of its parent
   * @param slots how many chunks it computes at a time
   * @param busy how many it computed at its last heartbeat
   * @param since when it started
   * @param lastHeartbeat when it was last heard
   * @param alive whether that is recent enough
   * @param draining whether it takes no new chunks
   */
  record View(
      String id,
      String name,
      long pid,
      String host,
      long parent,
      int slots,
      int busy,
      Instant since,
      Instant lastHeartbeat,
      boolean alive,
      boolean draining) {
    static View of(Worker.Seen seen) {
      var w = seen.worker();
      return new View(
          w.id(),
          w.name(),
          w.pid(),
          w.host(),
          w.parent(),
          w.slots(),
          seen.alive() ? w.busy() : 0,
          w.started(),
          seen.lastHeartbeat(),
          seen.alive(),
          w.draining());
    }
  }

  @Operation(summary = "Who computes", operationId = "listWorkers", tags = "fleet")
  @GetMapping("/v1/workers")
  Workers list() {
    return new Workers(registry.list().stream().map(View::of).toList());
  }
}
