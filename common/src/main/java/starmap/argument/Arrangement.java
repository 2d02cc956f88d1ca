package starmap.argument;

import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import starmap.wire.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** The arguments of one call in their order, some of which may be left open. */
final class Arrangement {
  private final List<String> names;
  private final ArrayNode values = Json.MAPPER.createArrayNode();
  private final List<@Nullable Place> places = new ArrayList<>();

  /**
   * Where an argument comes from.
   *
   * @param pointer in the item; null where it comes from elsewhere
   */
  private record Place(@Nullable String pointer) {}

  Arrangement(List<String> names) {
    this.names = names;
  }

  void put(int at, JsonNode value, @Nullable String pointer) {
    while (values.size() <= at) {
      values.addNull();
      places.add(null);
    }
    values.set(at, value);
    places.set(at, new Place(pointer));
  }

  boolean has(int at) {
    return at < places.size() && places.get(at) != null;
  }

  /** What is wrong with the arguments that are there and come from the item. */
  List<Fault> faults(ArgumentSchema schema) {
    var errors = schema.validate(values);
    if (errors.isEmpty()) {
      return List.of();
    }
    var faults = new ArrayList<Fault>();
    for (var error : errors) {
      var fault = fault(error);
      if (fault != null) {
        faults.add(fault);
      }
    }
    return faults;
  }

  private @Nullable Fault fault(Error error) {
    var path = error.getInstanceLocation();
    if (path.getNameCount() == 0) {
      return ofAll(error);
    }
    int at = ((Number) path.getElement(0)).intValue();
    var place = at < places.size() ? places.get(at) : null;
    if (place == null || place.pointer() == null) {
      return null;
    }
    var rest = rest(path);
    return new Fault(
        place.pointer() + rest,
        Wording.code(error),
        "argument "
            + (at < names.size() ? names.get(at) : Integer.toString(at + 1))
            + (rest.isEmpty() ? "" : " at " + Wording.abbreviated(rest))
            + ": "
            + Wording.of(error));
  }

  /** An array with open places is shorter than it will be. */
  private @Nullable Fault ofAll(Error error) {
    var code = Wording.code(error);
    if (code.equals("wrong-count")) {
      return places.contains(null) || isPartly()
          ? null
          : new Fault(
              "",
              code,
              "expected "
                  + (error.getKeyword().equals("minItems") ? "at least " : "at most ")
                  + error.getSchemaNode()
                  + " arguments "
                  + names
                  + ", got "
                  + values.size());
    }
    return new Fault("", code, "the arguments " + names + ": " + Wording.of(error));
  }

  private boolean isPartly() {
    return places.stream().anyMatch(place -> place != null && place.pointer() == null);
  }

  private static String rest(NodePath path) {
    var rest = new StringBuilder();
    for (int i = 1; i < path.getNameCount(); i++) {
      rest.append(Pointers.step(String.valueOf(path.getElement(i))));
    }
    return rest.toString();
  }
}
