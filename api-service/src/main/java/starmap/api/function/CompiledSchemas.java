package starmap.api.function;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import starmap.argument.ArgumentSchema;
import starmap.fleet.FunctionDescriptor;
import starmap.log.LogKey;

/** Schemas of functions, compiled when they are first needed. */
final class CompiledSchemas {
  private static final Logger LOG = LoggerFactory.getLogger(CompiledSchemas.class);

  private final Map<String, Compiled> byPinnedName = new ConcurrentHashMap<>();

  /** Whatever a worker tells is its text; nothing where that is no schema. */
  private record Compiled(String text, Optional<ArgumentSchema> schema) {}

  @Nullable ArgumentSchema of(FunctionDescriptor function) {
    var text = function.signature().schema();
    if (text == null) {
      return null;
    }
    var known = byPinnedName.get(function.pinned());
    if (known == null || !known.text().equals(text)) {
      known = compile(function.pinned(), text);
      byPinnedName.put(function.pinned(), known);
    }
    return known.schema().orElse(null);
  }

  /** Forgets all others. */
  void keep(Set<String> pinnedNames) {
    byPinnedName.keySet().retainAll(pinnedNames);
  }

  /** A function whose author wrote no schema works all the same. */
  private static Compiled compile(String function, String text) {
    try {
      return new Compiled(text, Optional.of(ArgumentSchema.of(text)));
    } catch (IllegalArgumentException e) {
      LOG.atWarn()
          .addKeyValue(LogKey.FUNCTION, function)
          .addKeyValue(LogKey.CAUSE, e.getMessage())
          .log("arguments are not checked");
      return new Compiled(text, Optional.empty());
    }
  }
}
