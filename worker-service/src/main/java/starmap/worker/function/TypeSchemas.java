package starmap.worker.function;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import starmap.function.RawJson;
import tools.jackson.databind.JavaType;

/**
 * The JSON Schema that follows from an argument type. It says no more than {@link ArgumentReaders}
 * demands for certain: a type that Jackson binds has none.
 */
final class TypeSchemas {
  private static final String ANYTHING = "{}";
  private static final String NUMBER = "{\"type\":\"number\"}";
  private static final String BOOLEAN = "{\"type\":\"boolean\"}";
  private static final String LONG = integer(Long.MIN_VALUE, Long.MAX_VALUE);
  private static final String INT = integer(Integer.MIN_VALUE, Integer.MAX_VALUE);

  private static final Map<Class<?>, String> SCHEMAS =
      Map.ofEntries(
          Map.entry(Long.class, LONG),
          Map.entry(long.class, LONG),
          Map.entry(Integer.class, INT),
          Map.entry(int.class, INT),
          Map.entry(short.class, integer(Short.MIN_VALUE, Short.MAX_VALUE)),
          Map.entry(byte.class, integer(Byte.MIN_VALUE, Byte.MAX_VALUE)),
          Map.entry(BigInteger.class, "{\"type\":\"integer\"}"),
          Map.entry(Double.class, NUMBER),
          Map.entry(double.class, NUMBER),
          Map.entry(Number.class, NUMBER),
          Map.entry(Boolean.class, BOOLEAN),
          Map.entry(boolean.class, BOOLEAN),
          Map.entry(String.class, "{\"type\":\"string\"}"));

  private TypeSchemas() {}

  /**
   * The schema of the array of all arguments; null where nothing is known. One component alone is
   * an item of {@code map} as an array, which other functions of one argument do not take.
   */
  static @Nullable String of(JavaType argument) {
    var type = argument.getRawClass();
    if (!type.isRecord() || type == RawJson.class) {
      var one = SCHEMAS.get(type);
      return one == null ? null : array(one, 1);
    }
    var components = type.getRecordComponents();
    if (components.length < 2) {
      return null;
    }
    return array(
        Arrays.stream(components)
            .map(component -> SCHEMAS.getOrDefault(component.getType(), ANYTHING))
            .collect(Collectors.joining(",")),
        components.length);
  }

  private static String array(String items, int count) {
    return "{\"type\":\"array\",\"prefixItems\":[%s],\"minItems\":%d,\"maxItems\":%d}"
        .formatted(items, count, count);
  }

  private static String integer(long least, long most) {
    return "{\"type\":\"integer\",\"minimum\":%d,\"maximum\":%d}".formatted(least, most);
  }
}
