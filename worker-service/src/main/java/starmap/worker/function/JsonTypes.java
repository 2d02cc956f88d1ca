package starmap.worker.function;

import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;
import starmap.function.RawJson;

/** The JSON type of a Java type, as the catalogue shows it. */
final class JsonTypes {
  private static final Map<Class<?>, String> NAMES =
      Map.ofEntries(
          Map.entry(byte.class, "integer"),
          Map.entry(Byte.class, "integer"),
          Map.entry(short.class, "integer"),
          Map.entry(Short.class, "integer"),
          Map.entry(int.class, "integer"),
          Map.entry(Integer.class, "integer"),
          Map.entry(long.class, "integer"),
          Map.entry(Long.class, "integer"),
          Map.entry(BigInteger.class, "integer"),
          Map.entry(float.class, "number"),
          Map.entry(double.class, "number"),
          Map.entry(boolean.class, "boolean"),
          Map.entry(Boolean.class, "boolean"),
          Map.entry(String.class, "string"),
          Map.entry(Object.class, "any"),
          Map.entry(RawJson.class, "any"));

  private JsonTypes() {}

  static String of(Class<?> type) {
    var name = NAMES.get(type);
    if (name != null) {
      return name;
    }
    if (type.isEnum()) {
      return "string";
    }
    if (Number.class.isAssignableFrom(type)) {
      return "number";
    }
    return Collection.class.isAssignableFrom(type) || type.isArray() ? "array" : "object";
  }
}
