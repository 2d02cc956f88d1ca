package starmap.helm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** YAML as Kubernetes reads it: 1.1, and no key twice. */
final class Yaml {
  private static final JsonMapper JSON = JsonMapper.shared();

  private Yaml() {}

  static List<JsonNode> all(String text) {
    return StreamSupport.stream(yaml().loadAll(text).spliterator(), false)
        .filter(Objects::nonNull)
        .<JsonNode>map(JSON::valueToTree)
        .toList();
  }

  static JsonNode one(String text) {
    return JSON.valueToTree(yaml().load(text));
  }

  /** An empty file is an empty object. */
  static Map<String, Object> read(Path file) {
    try {
      Map<String, Object> read = yaml().load(Files.readString(file));
      return read == null ? Map.of() : read;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String write(Map<String, Object> tree) {
    return yaml().dump(tree);
  }

  /** As Helm merges files of values. */
  static Map<String, Object> merge(Map<String, Object> first, Map<String, Object> second) {
    var merged = new LinkedHashMap<>(first);
    second.forEach((key, value) -> merged.merge(key, value, Yaml::mergeValues));
    return merged;
  }

  /** The texts of a tree, wherever they are. */
  static List<String> texts(JsonNode tree) {
    List<String> texts = new ArrayList<>();
    if (tree.isString()) {
      texts.add(tree.asString());
    }
    tree.forEach(child -> texts.addAll(texts(child)));
    return texts;
  }

  @SuppressWarnings("unchecked") // keys of YAML's maps are texts here
  private static Object mergeValues(Object first, Object second) {
    return first instanceof Map<?, ?> one && second instanceof Map<?, ?> other
        ? merge((Map<String, Object>) one, (Map<String, Object>) other)
        : second;
  }

  private static org.yaml.snakeyaml.Yaml yaml() {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setCodePointLimit(Integer.MAX_VALUE);
    return new org.yaml.snakeyaml.Yaml(options);
  }
}
