package starmap.worker.function;

import static tools.jackson.core.JsonToken.VALUE_FALSE;
import static tools.jackson.core.JsonToken.VALUE_STRING;
import static tools.jackson.core.JsonToken.VALUE_TRUE;

import java.lang.reflect.Type;
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
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;
import tools.jackson.databind.type.TypeFactory;

/**
 * Chooses the reader for an argument type. What it learns of classes goes with it, so that those of
 * a plug-in can be unloaded.
 */
final class ArgumentReaders {
  /** Binds everything else, and never turns one kind of value into another. */
  private final JsonMapper strict =
      Json.MAPPER
          .rebuild()
          .typeFactory(TypeFactory.createDefaultInstance())
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .withCoercionConfig(
              LogicalType.Textual,
              text ->
                  text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .build();

  private static final ArgumentReader BOOLEAN =
      ArgumentReader.scalar("a boolean", JsonParser::getBooleanValue, VALUE_TRUE, VALUE_FALSE);

  private static final Map<Class<?>, ArgumentReader> SCALARS =
      Map.ofEntries(
          Map.entry(Long.class, NumberReader.LONG),
          Map.entry(long.class, NumberReader.LONG),
          Map.entry(Integer.class, NumberReader.INT),
          Map.entry(int.class, NumberReader.INT),
          Map.entry(Double.class, NumberReader.DOUBLE),
          Map.entry(double.class, NumberReader.DOUBLE),
          Map.entry(BigInteger.class, NumberReader.BIG_INTEGER),
          Map.entry(Number.class, NumberReader.NUMBER),
          Map.entry(Boolean.class, BOOLEAN),
          Map.entry(boolean.class, BOOLEAN),
          Map.entry(
              String.class, ArgumentReader.scalar("a string", JsonParser::getString, VALUE_STRING)),
          Map.entry(RawJson.class, ItemSource::raw));

  /** The type in whose terms {@link #of(JavaType)} thinks. */
  JavaType type(Type type) {
    return strict.getTypeFactory().constructType(type);
  }

  ArgumentReader of(JavaType type) {
    var scalar = SCALARS.get(type.getRawClass());
    if (scalar != null) {
      return scalar;
    }
    return type.getRawClass().isRecord()
        ? new RecordReader(type, this)
        : item -> bind(item.raw(), type);
  }

  /** Binds a whole value. Jackson's own message is not passed on, because it quotes the payload. */
  Object bind(RawJson value, JavaType type) {
    try {
      return strict.readValue(value.utf8(), type);
    } catch (JacksonException e) {
      var where =
          e.getPathReference().isEmpty()
              ? ""
              : " at " + e.getPathReference().replaceAll("^.*?\\[", "[");
      throw new InvalidArgumentException(
          "the value does not fit " + type.getRawClass().getSimpleName() + where);
    }
  }
}
