package starmap.worker.process;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a YAML file beside a function says about it.
 *
 * @param command the program and its arguments; empty: the file itself
 * @param protocol null where it does not say
 * @param description one sentence; may be empty
 * @param schema a JSON Schema of an item; null where it has none
 * @param example a JSON item that works; empty where it has none
 * @param limits what its children may take
 * @param environment what they have besides what every child has; null is what the worker has
 */
record Manifest(
    List<String> command,
    @Nullable Protocol protocol,
    String description,
    @Nullable String schema,
    String example,
    Limits limits,
    Map<String, @Nullable String> environment) {
  /** Of a file without one. */
  static final Manifest NONE = new Manifest(List.of(), null, "", null, "", Limits.NONE, Map.of());

  /** Copies what callers may change. */
  Manifest {
    command = List.copyOf(command);
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
  }

  /** The environment with what the worker passes on. */
  Map<String, String> environment(String function) {
    var all = new LinkedHashMap<String, String>();
    environment.forEach(
        (name, value) -> {
          var given = value == null ? System.getenv(name) : value;
          if (given != null) {
            all.put(name, given);
          }
        });
    all.put("STARMAP_FUNCTION", function);
    return all;
  }
}
