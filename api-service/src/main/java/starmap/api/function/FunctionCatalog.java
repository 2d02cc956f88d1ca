package starmap.api.function;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import starmap.api.problem.ProblemException;
import starmap.api.problem.ProblemType;
import starmap.argument.ArgumentSchema;
import starmap.fleet.FunctionDescriptor;
import starmap.fleet.Serving;
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
  private final CompiledSchemas schemas = new CompiledSchemas();
  private volatile Snapshot snapshot = Snapshot.NOTHING;

  FunctionCatalog(WorkerRegistry registry, InstantSource clock) {
    this.registry = registry;
    this.clock = clock;
  }

  /** Who takes new chunks, and with which sources. */
  public Serving serving() {
    return fresh(FRESH).serving();
  }

  /** All functions. */
  Snapshot all() {
    return fresh(FRESH);
  }

  /** The newest version of each function. */
  public List<FunctionDescriptor> newest() {
    return fresh(FRESH).current().stream().map(found -> found.meant().descriptor()).toList();
  }

  /** A function with all its versions. */
  Optional<Snapshot.Found> versions(String name) {
    var found = fresh(FRESH).find(name);
    return found.isPresent() ? found : fresh(STORM).find(name);
  }

  /** Finds a function by its name or pinned name; a plain name means the newest version. */
  public Optional<FunctionDescriptor> find(String name) {
    return versions(name).map(found -> found.meant().descriptor());
  }

  /** What is known about the arguments of a function; null where that is nothing. */
  public @Nullable ArgumentSchema schema(FunctionDescriptor function) {
    return schemas.of(function);
  }

  /**
   * Finds a function that a job wants.
   *
   * @throws ProblemException where no live worker has it, with its file if that is broken, else
   *     with the nearest name
   */
  public FunctionDescriptor resolve(String name, String pointer) {
    return find(name).orElseThrow(() -> unknown(name, pointer, snapshot));
  }

  private static ProblemException unknown(String name, String pointer, Snapshot now) {
    if (now.hasSilently(name)) {
      return ProblemException.of(
              ProblemType.UNKNOWN_FUNCTION,
              "the workers that have '%s' are silent: they ended, or are only late".formatted(name))
          .retryAfter(FRESH);
    }
    var known = now.current().stream().map(one -> one.meant().descriptor().name()).toList();
    if (known.isEmpty()) {
      return ProblemException.of(
              ProblemType.UNKNOWN_FUNCTION, "no worker is alive; start one with ./starmap worker")
          .retryAfter(FRESH);
    }
    return now.brokenFor(name)
        .map(file -> broken(file, pointer, name))
        .orElseGet(
            () ->
                ProblemException.unknown(
                    ProblemType.UNKNOWN_FUNCTION, pointer, "function", name, known));
  }

  private static ProblemException broken(Snapshot.Unusable file, String pointer, String name) {
    var type = ProblemType.UNKNOWN_FUNCTION;
    var detail =
        "unknown function '%s': its file %s is broken on %s: %s; GET /v1/functions shows all of the error"
            .formatted(name, file.file(), String.join(", ", file.workers()), file.reason());
    return ProblemException.of(type, detail).error(pointer, type.slug(), detail);
  }

  private Snapshot fresh(Duration age) {
    var now = clock.instant();
    if (snapshot.time().isBefore(now.minus(age))) {
      snapshot = Snapshot.of(now, registry.list());
      schemas.keep(snapshot.pinnedNames());
    }
    return snapshot;
  }
}
