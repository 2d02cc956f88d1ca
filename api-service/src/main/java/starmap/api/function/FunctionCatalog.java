package starmap.api.function;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import starmap.api.problem.ProblemException;
import starmap.api.problem.ProblemType;
import starmap.fleet.FunctionDescriptor;
import starmap.fleet.Serving;
import starmap.fleet.Worker;
import starmap.fleet.WorkerRegistry;

/**
 * What live workers can compute. Looked up about once a second, and at once (though not in a storm)
 * for a name that is not known.
 */
@Component
public class FunctionCatalog {
  private static final Duration FRESH = Duration.ofSeconds(1);
  private static final Duration STORM = Duration.ofMillis(100);

  private final WorkerRegistry registry;
  private final InstantSource clock;
  private volatile Snapshot snapshot = new Snapshot(Instant.MIN, Map.of(), Serving.NOBODY);

  private record Snapshot(Instant time, Map<String, Entry> functions, Serving serving) {}

  /**
   * A function and how many live workers have it.
   *
   * @param descriptor what it is
   * @param workers number of live workers
   */
  public record Entry(FunctionDescriptor descriptor, int workers) {}

  FunctionCatalog(WorkerRegistry registry, InstantSource clock) {
    this.registry = registry;
    this.clock = clock;
  }

  /** Who takes new chunks, and with which sources. */
  public Serving serving() {
    return fresh(FRESH).serving();
  }

  /** All functions, by pinned name in order. */
  public Collection<Entry> all() {
    return fresh(FRESH).functions().values();
  }

  /** Finds a function by its name or pinned name; a plain name means the highest version. */
  public Optional<Entry> find(String name) {
    var found = find(fresh(FRESH).functions(), name);
    return found.isPresent() ? found : find(fresh(STORM).functions(), name);
  }

  /**
   * Finds a function that a job wants.
   *
   * @throws ProblemException with the nearest name where no live worker has it
   */
  public FunctionDescriptor resolve(String name, String pointer) {
    return find(name).map(Entry::descriptor).orElseThrow(() -> unknown(name, pointer));
  }

  private ProblemException unknown(String name, String pointer) {
    var known = all().stream().map(entry -> entry.descriptor().name()).toList();
    if (known.isEmpty()) {
      return ProblemException.of(
              ProblemType.UNKNOWN_FUNCTION, "no worker is alive; start one with ./starmap worker")
          .retryAfter(FRESH);
    }
    return ProblemException.unknown(ProblemType.UNKNOWN_FUNCTION, pointer, "function", name, known);
  }

  private static Optional<Entry> find(Map<String, Entry> functions, String name) {
    var exact = functions.get(name);
    if (exact != null) {
      return Optional.of(exact);
    }
    return functions.values().stream()
        .filter(entry -> entry.descriptor().name().equals(name))
        .reduce((_, last) -> last);
  }

  private Snapshot fresh(Duration age) {
    var now = clock.instant();
    if (snapshot.time().isBefore(now.minus(age))) {
      var workers = registry.list();
      snapshot = new Snapshot(now, read(workers), Serving.of(workers));
    }
    return snapshot;
  }

  private static Map<String, Entry> read(List<Worker.Seen> workers) {
    Map<String, List<FunctionDescriptor>> byName = new TreeMap<>();
    workers.stream()
        .filter(Worker.Seen::alive)
        .flatMap(seen -> seen.worker().functions().stream())
        .forEach(
            function ->
                byName.computeIfAbsent(function.pinned(), _ -> new ArrayList<>()).add(function));
    Map<String, Entry> entries = new TreeMap<>();
    byName.forEach((name, same) -> entries.put(name, new Entry(same.getFirst(), same.size())));
    return entries;
  }
}
