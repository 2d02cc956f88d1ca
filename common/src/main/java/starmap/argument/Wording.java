package starmap.argument;

import com.networknt.schema.Error;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeType;

/** Says what an argument should have been, and what kind of value came, never the value itself. */
final class Wording {
  private static final int LONGEST = 80;

  private Wording() {}

  /** A stable word for the kind of a fault. */
  static String code(Error error) {
    return switch (error.getKeyword()) {
      case "type" -> isInfinite(error) ? "out-of-range" : "wrong-type";
      case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum" -> "out-of-range";
      case "minItems", "maxItems" -> "wrong-count";
      default -> "not-allowed";
    };
  }

  static String of(Error error) {
    var limit = error.getSchemaNode();
    return switch (error.getKeyword()) {
      case "type" ->
          "expected "
              + types(limit)
              + ", got "
              + (isInfinite(error) ? "a number outside its range" : kind(error.getInstanceNode()));
      case "minimum" -> "expected " + limit + " or more, got a smaller number";
      case "maximum" -> "expected " + limit + " or less, got a larger number";
      case "exclusiveMinimum" -> "expected more than " + limit + ", got no larger number";
      case "exclusiveMaximum" -> "expected less than " + limit + ", got no smaller number";
      case "enum" -> "expected one of " + limit;
      case "const" -> "expected " + limit;
      default -> error.getMessage();
    };
  }

  private static String types(JsonNode type) {
    return type.isArray()
        ? String.join(
            " or ",
            StreamSupport.stream(type.spliterator(), false)
                .map(one -> article(one.asString()))
                .toList())
        : article(type.asString());
  }

  private static String article(String type) {
    return switch (type) {
      case "null" -> type;
      case "integer", "array", "object" -> "an " + type;
      default -> "a " + type;
    };
  }

  /** What kind of value it is. */
  static String kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "an array";
      case OBJECT -> "an object";
      case STRING -> "a string";
      case BOOLEAN -> "a boolean";
      case NULL -> "null";
      case NUMBER ->
          value.isIntegralNumber() ? "an integer" : "a number with a fraction or exponent";
      case BINARY, MISSING, POJO -> "something else";
    };
  }

  /** A number so large that only infinity stands for it. */
  private static boolean isInfinite(Error error) {
    var value = error.getInstanceNode();
    return value != null
        && value.getNodeType() == JsonNodeType.NUMBER
        && !Double.isFinite(value.doubleValue());
  }

  /** What a client wrote, of a length that a message can bear. */
  static String abbreviated(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
