package starmap.api.submit;

import java.util.Collection;
import java.util.stream.Collectors;
import starmap.api.problem.ProblemException;
import starmap.api.problem.ProblemType;
import starmap.wire.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.MutableCoercionConfig;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/**
 * Binds the options of a job strictly: unknown and repeated names are refused, and each error says
 * where.
 */
final class JobOptions {
  private static final JsonMapper STRICT =
      Json.MAPPER
          .rebuild()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .withCoercionConfig(LogicalType.Textual, JobOptions::nothingElse)
          .build();

  private JobOptions() {}

  static <T> T parse(byte[] options, Class<T> type) {
    try {
      return STRICT.readerFor(type).withAttribute(Verbatim.class, options).readValue(options);
    } catch (UnrecognizedPropertyException e) {
      var known = names(e.getKnownPropertyIds());
      throw ProblemException.unknown(
          ProblemType.UNKNOWN_OPTION, pointer(e), "option", e.getPropertyName(), known);
    } catch (MismatchedInputException e) {
      throw ProblemException.invalid(
          pointer(e), "wrong-type", "the value at " + pointer(e) + " must be " + expected(e));
    } catch (InputCoercionException e) {
      throw ProblemException.invalid(
          pointer(e),
          "out-of-range",
          "the number at " + pointer(e) + " must be an integer of 64 bits");
    } catch (JacksonException e) {
      if (e instanceof StreamReadException) {
        // read before, so only strictness can object; its place is not the one in the whole body
        throw ProblemException.of(ProblemType.MALFORMED_JSON, e.getOriginalMessage());
      }
      if (e.getPath().isEmpty()) {
        throw e;
      }
      throw ProblemException.invalid(
          pointer(e), "malformed", "the value at " + pointer(e) + " cannot be read");
    }
  }

  private static void nothingElse(MutableCoercionConfig text) {
    text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
  }

  private static Collection<String> names(Collection<Object> ids) {
    return ids.stream().map(String::valueOf).toList();
  }

  private static String expected(MismatchedInputException e) {
    var type = e.getTargetType();
    if (type == null) {
      return "something else";
    }
    if (type.isEnum()) {
      return "one of "
          + java.util.Arrays.stream(type.getEnumConstants())
              .map(word -> String.valueOf(word).toLowerCase(java.util.Locale.ROOT))
              .collect(Collectors.joining(", "));
    }
    if (Collection.class.isAssignableFrom(type)) {
      return "an array";
    }
    return switch (type.getSimpleName()) {
      case "Long", "Integer" -> "an integer";
      case "Double" -> "a number";
      case "String" -> "a string";
      case "Boolean" -> "true or false";
      case "Duration" -> "an ISO 8601 duration such as PT1H";
      case "Reducing" -> "the name of an operation such as sum, or an object with its 'op'";
      case "Axis" -> "a list of values, or {\"range\":{…}}";
      default -> "an object";
    };
  }

  /** RFC 6901. */
  private static String pointer(JacksonException e) {
    return e.getPath().stream()
        .map(
            step ->
                step.getPropertyName() == null
                    ? Integer.toString(step.getIndex())
                    : step.getPropertyName())
        .map(step -> "/" + step.replace("~", "~0").replace("/", "~1"))
        .collect(Collectors.joining());
  }
}
