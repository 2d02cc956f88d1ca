package starmap.worker.function;

import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;

/** The JSON type of a Java type, as the catalogue shows it. */
final class JsonTypes {
  private static final Map<Class<?>, String> NAMES =
      Map.of(
          long.class, "integer",
          Long.class, "integer",
          int.class, "integer",
          Integer.class, "integer",
          BigInteger.class, "integer",
          boolean.class, "boolean",
          Boolean.class, "boolean",
          String.class, "string",
          double.class, "number",
          starmap.function.RawJson.class, "any");

  private JsonTypes() {}

  static String of(Class<?> type) {
    var name = NAMES.get(type);
    if (name != null) {
      return name;
    }
    if (Number.class.isAssignableFrom(type)) {
      return "number";
    }
    return Collection.class.isAssignableFrom(type) || type.isArray() ? "array" : "object";
  }
}
