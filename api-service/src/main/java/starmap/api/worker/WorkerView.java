package starmap.api.worker;

import java.time.Instant;
import java.util.List;
import starmap.fleet.Activity;
import starmap.fleet.FunctionDescriptor;
import starmap.fleet.Worker;

/**
 * A worker as clients see it.
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
 * @param functions pinned names of what it can compute
 * @param chunks what it computed at its last heartbeat
 */
record WorkerView(
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
    boolean draining,
    List<String> functions,
    List<Activity.AtWork> chunks) {
  static WorkerView of(Worker.Seen seen) {
    var w = seen.worker();
    return new WorkerView(
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
        w.draining(),
        w.functions().stream().map(FunctionDescriptor::pinned).distinct().sorted().toList(),
        seen.alive() ? w.activity().chunks() : List.of());
  }
}
