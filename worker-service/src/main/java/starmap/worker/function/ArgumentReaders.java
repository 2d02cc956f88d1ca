package starmap.worker.function;

import static tools.jackson.core.JsonToken.VALUE_FALSE;
import static tools.jackson.core.JsonToken.VALUE_NUMBER_FLOAT;
import static tools.jackson.core.JsonToken.VALUE_NUMBER_INT;
import static tools.jackson.core.JsonToken.VALUE_STRING;
import static tools.jackson.core.JsonToken.VALUE_TRUE;

import java.math.BigInteger;
import java.util.Map;
import starmap.function.InvalidArgumentException;
import starmap.function.RawJson;
import starmap.wire.Json;
import starmap.worker.execute.ItemSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** Chooses the reader for an argument type. */
final class ArgumentReaders {
  /** Binds everything else, and never turns one kind of value into another. */
  private static final JsonMapper STRICT =
      Json.MAPPER
          .rebuild()
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private static final ArgumentReader LONG =
      ArgumentReader.scalar("an integer of 64 bits", JsonParser::getLongValue, VALUE_NUMBER_INT);
  private static final ArgumentReader INT =
      ArgumentReader.scalar("an integer of 32 bits", JsonParser::getIntValue, VALUE_NUMBER_INT);
  private static final ArgumentReader DOUBLE =
      ArgumentReader.scalar(
          "a number", ArgumentReaders::finite, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT);
  private static final ArgumentReader BOOLEAN =
      ArgumentReader.scalar("a boolean", JsonParser::getBooleanValue, VALUE_TRUE, VALUE_FALSE);

  private static final Map<Class<?>, ArgumentReader> SCALARS =
      Map.ofEntries(
          Map.entry(Long.class, LONG),
          Map.entry(long.class, LONG),
          Map.entry(Integer.class, INT),
          Map.entry(int.class, INT),
          Map.entry(Double.class, DOUBLE),
          Map.entry(double.class, DOUBLE),
          Map.entry(Boolean.class, BOOLEAN),
          Map.entry(boolean.class, BOOLEAN),
          Map.entry(
              BigInteger.class,
              ArgumentReader.scalar(
                  "an integer", JsonParser::getBigIntegerValue, VALUE_NUMBER_INT)),
          Map.entry(
              Number.class,
              ArgumentReader.scalar(
                  "a number", ArgumentReaders::exact, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT)),
          Map.entry(
              String.class, ArgumentReader.scalar("a string", JsonParser::getString, VALUE_STRING)),
          Map.entry(RawJson.class, ItemSource::raw));

  private ArgumentReaders() {}

  static ArgumentReader of(JavaType type) {
    var scalar = SCALARS.get(type.getRawClass());
    if (scalar != null) {
      return scalar;
    }
    return type.getRawClass().isRecord() ? new RecordReader(type) : item -> bind(item.raw(), type);
  }

  /** Binds a whole value. Jackson's own message is not passed on, because it quotes the payload. */
  static Object bind(RawJson value, JavaType type) {
    try {
      return STRICT.readValue(value.utf8(), type);
    } catch (JacksonException e) {
      var where =
          e.getPathReference().isEmpty()
              ? ""
              : " at " + e.getPathReference().replaceAll("^.*?\\[", "[");
      throw new InvalidArgumentException(
          "the value does not fit " + type.getRawClass().getSimpleName() + where);
    }
  }

  private static Object finite(JsonParser parser) {
    double value = parser.getDoubleValue();
    if (Double.isInfinite(value)) {
      throw new InvalidArgumentException("expected a number within the range of a double");
    }
    return value;
  }

  /** Integers stay exact at any size; other numbers become doubles. */
  private static Object exact(JsonParser parser) {
    return parser.currentToken() == VALUE_NUMBER_INT ? parser.getNumberValue() : finite(parser);
  }
}
