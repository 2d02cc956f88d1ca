package starmap.fleet;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A worker as it describes itself with every heartbeat.
 *
 * @param id unique per process; letters, digits and dashes
 * @param name what a person calls it
 * @param host where it runs
 * @param pid its process id
 * @param parent the process id of its parent
 * @param started when it started, by its own clock
 * @param slots how many chunks it computes at a time
 * @param busy how many it computes now
 * @param draining whether it takes no new chunks
 * @param functions what it can compute
 * @param broken files of its functions' folder that could not be loaded
 * @param activity what it does
 */
public record Worker(
    String id,
    String name,
    String host,
    long pid,
    long parent,
    Instant started,
    int slots,
    int busy,
    boolean draining,
    List<FunctionDescriptor> functions,
    List<BrokenFile> broken,
    Activity activity) {

  /** A worker of an earlier version tells nothing of what it does. */
  @SuppressWarnings("NullAway") // it comes from JSON
  public Worker {
    activity = activity == null ? Activity.NONE : activity;
  }

  /** The same, which takes no new chunks. */
  public Worker drained() {
    return new Worker(
        id, name, host, pid, parent, started, slots, busy, true, functions, broken, activity);
  }

  /** The sources that its functions come from, but for what is built in. */
  public Set<String> sources() {
    return functions.stream()
        .map(function -> function.origin().source())
        .filter(source -> !source.equals(FunctionDescriptor.Origin.BUILT_IN.source()))
        .collect(Collectors.toSet());
  }

  /**
   * A worker as the registry knows it.
   *
   * @param worker its own words
   * @param lastHeartbeat when it said them, by the clock of Redis
   * @param alive whether that is less than one lease ago
   */
  public record Seen(Worker worker, Instant lastHeartbeat, boolean alive) {}
}
