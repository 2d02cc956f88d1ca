package starmap.worker.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import starmap.wire.Json;
import tools.jackson.core.JacksonException;

/** Reads manifests. Every complaint names its key, and what would be right. */
final class ManifestReader {
  private static final Set<String> KEYS =
      new TreeSet<>(
          Set.of(
              "command",
              "protocol",
              "description",
              "schema",
              "example",
              "timeout",
              "memory",
              "maxTasksPerChild",
              "concurrency",
              "env",
              "permanent"));
  private static final Pattern SECONDS = Pattern.compile("(\\d{1,9})(\\.\\d{1,9})?");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final DataSize LEAST_MEMORY = DataSize.ofMegabytes(8);
  private static final int MOST_CHILDREN = 256;
  private static final int MOST_TASKS = 1_000_000_000;

  private final Map<?, ?> values;

  private ManifestReader(Map<?, ?> values) {
    this.values = values;
  }

  /**
   * Reads a file.
   *
   * @throws ManifestException where it is no manifest
   */
  static Manifest read(Path file) throws IOException {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    Object loaded;
    try {
      loaded = new Yaml(new SafeConstructor(options)).<Object>load(Files.readString(file));
    } catch (YAMLException e) {
      throw new ManifestException("the manifest is no YAML: " + e.getMessage());
    }
    if (loaded == null) {
      return Manifest.NONE;
    }
    if (!(loaded instanceof Map<?, ?> values)) {
      throw new ManifestException("the manifest must be a list of keys such as timeout: 5");
    }
    for (var key : values.keySet()) {
      if (!(key instanceof String name) || !KEYS.contains(name)) {
        throw new ManifestException(
            "%s is no key of a manifest; known are %s".formatted(key, String.join(", ", KEYS)));
      }
    }
    return new ManifestReader(values).manifest();
  }

  private Manifest manifest() {
    var limits =
        new Limits(
            timeout(),
            memory(),
            integer("maxTasksPerChild", 0, MOST_TASKS),
            integer("concurrency", 1, MOST_CHILDREN),
            Set.copyOf(texts("permanent")));
    return new Manifest(
        texts("command"),
        protocol(),
        text("description", ""),
        schema(),
        example(),
        limits,
        environment());
  }

  private @Nullable Protocol protocol() {
    return switch (text("protocol", "")) {
      case "" -> null;
      case "lines" -> Protocol.LINES;
      case "arrays" -> Protocol.ARRAYS;
      default -> throw wrong("protocol", "lines or arrays");
    };
  }

  private @Nullable Duration timeout() {
    var text = text("timeout", "");
    if (text.isEmpty()) {
      return null;
    }
    try {
      var timeout =
          SECONDS.matcher(text).matches()
              ? Duration.ofNanos(Math.round(Double.parseDouble(text) * 1e9))
              : Duration.parse(text.toUpperCase(Locale.ROOT));
      if (timeout.isPositive()) {
        return timeout;
      }
    } catch (DateTimeParseException _) {
      // told below
    }
    throw wrong("timeout", "a time such as 5, 0.5 or PT5S");
  }

  private long memory() {
    var text = text("memory", "");
    if (text.isEmpty()) {
      return 0;
    }
    try {
      var size = DataSize.parse(text);
      if (size.compareTo(LEAST_MEMORY) >= 0) {
        return size.toBytes();
      }
    } catch (IllegalArgumentException _) {
      // told below
    }
    throw wrong("memory", "a size such as 512MB, at least 8MB");
  }

  private int integer(String key, int otherwise, int most) {
    var value = values.get(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Integer number && number >= 1 && number <= most) {
      return number;
    }
    throw wrong(key, "an integer from 1 to " + most);
  }

  private @Nullable String schema() {
    return switch (values.get("schema")) {
      case null -> null;
      case Map<?, ?> schema -> Json.MAPPER.writeValueAsString(schema);
      default -> throw wrong("schema", "a JSON Schema of an item, such as {type: integer}");
    };
  }

  /** A text that is JSON is taken as that. */
  private String example() {
    return switch (values.get("example")) {
      case null -> "";
      case String text when isJson(text) -> text;
      case Object value -> Json.MAPPER.writeValueAsString(value);
    };
  }

  private static boolean isJson(String text) {
    try {
      return !Json.MAPPER.readTree(text).isMissingNode();
    } catch (JacksonException _) {
      return false;
    }
  }

  private Map<String, @Nullable String> environment() {
    var environment = new LinkedHashMap<String, @Nullable String>();
    switch (values.get("env")) {
      case null -> {}
      case Map<?, ?> variables ->
          variables.forEach(
              (name, value) -> {
                if (!VARIABLE.matcher(String.valueOf(name)).matches()
                    || value instanceof Map
                    || value instanceof List) {
                  throw wrong("env", "names of variables and their texts, such as {MODE: fast}");
                }
                environment.put(String.valueOf(name), value == null ? null : value.toString());
              });
      default -> throw wrong("env", "names of variables and their texts, such as {MODE: fast}");
    }
    return environment;
  }

  private List<String> texts(String key) {
    return switch (values.get(key)) {
      case null -> List.of();
      case List<?> list when list.stream().noneMatch(ManifestReader::isNoScalar) ->
          list.stream().map(String::valueOf).toList();
      default -> throw wrong(key, "a list of texts, such as [a, b]");
    };
  }

  private String text(String key, String otherwise) {
    var value = values.get(key);
    if (value instanceof Map || value instanceof List) {
      throw wrong(key, "a text");
    }
    return value == null ? otherwise : value.toString().strip();
  }

  private static boolean isNoScalar(@Nullable Object value) {
    return value == null || value instanceof Map || value instanceof List;
  }

  private static ManifestException wrong(String key, String expected) {
    return new ManifestException("%s in the manifest must be %s".formatted(key, expected));
  }

  /** A manifest that says what it cannot mean. */
  static final class ManifestException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    ManifestException(String message) {
      super(message);
    }
  }
}
