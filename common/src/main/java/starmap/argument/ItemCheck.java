package starmap.argument;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import starmap.fleet.FunctionDescriptor;
import starmap.job.JobSpec;
import starmap.job.Mode;
import starmap.wire.Json;
import tools.jackson.databind.JsonNode;

/**
 * Checks items of a job against what its function takes. An item is one argument, or an array or
 * object of several; constants of the job take the places of arguments. Thread-safe.
 */
public final class ItemCheck {
  private final ArgumentSchema schema;
  private final List<String> names;
  private final boolean spread;
  private final Map<Integer, JsonNode> constants;
  private final List<Integer> open;

  /**
   * Of a function.
   *
   * @param names of its parameters, in their order
   * @param starmap whether an item is an array or an object of arguments in any case; else it is so
   *     where more than one is needed
   * @param constants arguments that all items have, by name; no parameters of a function of one
   *     argument
   */
  public ItemCheck(
      ArgumentSchema schema, List<String> names, boolean starmap, Map<String, JsonNode> constants) {
    this.schema = schema;
    this.names = names;
    this.constants =
        constants.entrySet().stream()
            .filter(entry -> names.size() > 1 && names.contains(entry.getKey()))
            .collect(Collectors.toMap(entry -> names.indexOf(entry.getKey()), Map.Entry::getValue));
    this.open =
        IntStream.range(0, names.size())
            .boxed()
            .filter(at -> !this.constants.containsKey(at))
            .toList();
    this.spread = starmap || open.stream().filter(at -> at < schema.required()).count() > 1;
  }

  /** For the items of a job; null where its mode does not give arguments to one function. */
  public static @Nullable ItemCheck of(
      ArgumentSchema schema, List<FunctionDescriptor.Parameter> parameters, JobSpec spec) {
    if (spec.mode() != Mode.MAP && spec.mode() != Mode.STARMAP) {
      return null;
    }
    var names = parameters.stream().map(FunctionDescriptor.Parameter::name).toList();
    Map<String, String> given = spec.constants() == null ? Map.of() : spec.constants();
    var constants =
        given.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, entry -> Json.MAPPER.readTree(entry.getValue())));
    return new ItemCheck(schema, names, spec.mode() == Mode.STARMAP, constants);
  }

  /** What is wrong with the constants; each pointer begins with a name. */
  public List<Fault> constants() {
    if (constants.isEmpty()) {
      return List.of();
    }
    var arguments = new Arrangement(names);
    constants.forEach((at, value) -> arguments.put(at, value, "/" + names.get(at)));
    return arguments.faults(schema).stream().filter(one -> !one.pointer().isEmpty()).toList();
  }

  /** What is wrong with an item; mostly nothing. */
  public List<Fault> check(JsonNode item) {
    var plain = schema.plain();
    if (plain != null
        && constants.isEmpty()
        && (spread ? plain.takeAll(item) : plain.takes(item))) {
      return List.of();
    }
    var arguments = new Arrangement(names);
    constants.forEach((at, value) -> arguments.put(at, value, null));
    var wrong = arrange(item, arguments);
    return wrong != null ? List.of(wrong) : arguments.faults(schema);
  }

  private @Nullable Fault arrange(JsonNode item, Arrangement arguments) {
    if (!spread) {
      arguments.put(open.isEmpty() ? 0 : open.getFirst(), item, "");
      return missing(arguments);
    }
    if (item.isArray()) {
      return byPosition(item, arguments);
    }
    if (item.isObject()) {
      return byName(item, arguments);
    }
    return new Fault(
        "",
        "wrong-type",
        "expected an array of the arguments " + signature() + ", got " + Wording.kind(item));
  }

  private @Nullable Fault byPosition(JsonNode item, Arrangement arguments) {
    for (int i = 0; i < item.size(); i++) {
      if (i < open.size()) {
        arguments.put(open.get(i), item.get(i), "/" + i);
      } else if (constants.isEmpty()) {
        arguments.put(i, item.get(i), "/" + i);
      } else {
        return wrongCount(item.size());
      }
    }
    return missing(arguments) == null ? null : wrongCount(item.size());
  }

  private Fault wrongCount(int count) {
    long least = open.stream().filter(at -> at < schema.required()).count();
    var wanted = least < open.size() ? least + " to " + open.size() : Long.toString(least);
    return new Fault(
        "", "wrong-count", "expected " + wanted + " arguments " + signature() + ", got " + count);
  }

  private @Nullable Fault byName(JsonNode item, Arrangement arguments) {
    if (names.isEmpty()) {
      return null; // nothing tells which argument is which
    }
    for (var name : item.propertyNames()) {
      int at = names.indexOf(name);
      if (!open.contains(at)) {
        return new Fault(
            Pointers.step(name),
            "unknown-argument",
            (at < 0 ? "there is no argument " : "a constant of the job is argument ")
                + Wording.abbreviated(name)
                + ", expected "
                + signature());
      }
      arguments.put(at, item.get(name), Pointers.step(name));
    }
    return missing(arguments);
  }

  private @Nullable Fault missing(Arrangement arguments) {
    for (int at : open) {
      if (at < schema.required() && !arguments.has(at)) {
        return new Fault(
            "",
            "missing-argument",
            "argument " + names.get(at) + " is missing, expected " + signature());
      }
    }
    return null;
  }

  private String signature() {
    return open.stream().map(names::get).collect(Collectors.joining(", ", "[", "]"));
  }
}
