package starmap.argument;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Knows without the validator that most arguments are right, where a schema asks for nothing but
 * types and bounds of integers. Whatever it does not know for certain, the validator decides.
 *
 * @param leaves one for each argument
 */
record PlainTypes(List<Leaf> leaves) {
  private static final Set<String> ARRAY = Set.of("type", "prefixItems", "minItems", "maxItems");
  private static final Set<String> LEAF = Set.of("type", "minimum", "maximum");

  /** What one argument must be. */
  private record Leaf(String type, long least, long most) {
    boolean takes(JsonNode value) {
      return switch (type) {
        case "string" -> value.isString();
        case "boolean" -> value.isBoolean();
        case "number" -> value.isInt() || value.isLong();
        default ->
            (value.isInt() || value.isLong())
                && value.longValue() >= least
                && value.longValue() <= most;
      };
    }
  }

  /** Of a schema; null where that asks for more. */
  static @Nullable PlainTypes of(JsonNode schema) {
    var items = schema.path("prefixItems");
    if (!ARRAY.containsAll(schema.propertyNames())
        || !schema.path("type").asString("").equals("array")
        || schema.path("minItems").asInt(-1) != items.size()
        || schema.path("maxItems").asInt(-1) != items.size()) {
      return null;
    }
    var leaves = new ArrayList<Leaf>();
    for (var item : items) {
      var leaf = leaf(item);
      if (leaf == null) {
        return null;
      }
      leaves.add(leaf);
    }
    return new PlainTypes(leaves);
  }

  private static @Nullable Leaf leaf(JsonNode schema) {
    var type = schema.path("type").asString("");
    boolean bounded = schema.has("minimum") || schema.has("maximum");
    if (!LEAF.containsAll(schema.propertyNames())
        || !Set.of("string", "boolean", "number", "integer").contains(type)
        || (bounded && !type.equals("integer"))) {
      return null;
    }
    var least = schema.path("minimum");
    var most = schema.path("maximum");
    if (!(isMissingOrLong(least) && isMissingOrLong(most))) {
      return null;
    }
    return new Leaf(
        type,
        least.isMissingNode() ? Long.MIN_VALUE : least.longValue(),
        most.isMissingNode() ? Long.MAX_VALUE : most.longValue());
  }

  private static boolean isMissingOrLong(JsonNode bound) {
    return bound.isMissingNode() || bound.isInt() || bound.isLong();
  }

  /** Whether this is certainly the right and only argument. */
  boolean takes(JsonNode argument) {
    return leaves.size() == 1 && leaves.getFirst().takes(argument);
  }

  /** Whether these are certainly the right arguments. */
  boolean takeAll(JsonNode arguments) {
    if (!arguments.isArray() || arguments.size() != leaves.size()) {
      return false;
    }
    for (int i = 0; i < leaves.size(); i++) {
      if (!leaves.get(i).takes(arguments.get(i))) {
        return false;
      }
    }
    return true;
  }
}
