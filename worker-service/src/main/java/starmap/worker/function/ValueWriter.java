package starmap.worker.function;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import starmap.function.RawJson;
import starmap.wire.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.TypeFactory;

/**
 * Turns what a function returned into the bytes of one JSON value. What it learns of classes goes
 * with it, so that those of a plug-in can be unloaded.
 */
final class ValueWriter {
  private static final byte[] NULL = "null".getBytes(US_ASCII);

  /** No longer number has so few digits that it could be stored. */
  private static final int MOST_BITS = 4 * Json.MAX_NUMBER;

  /** What is no JSON must not look like JSON, or {@link #checked} would not see it. */
  private final JsonMapper honest =
      Json.MAPPER
          .rebuild()
          .typeFactory(TypeFactory.createDefaultInstance())
          .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
          .build();

  /**
   * Writes a value.
   *
   * @throws BadValueException where it cannot be stored: one such value would make the results of
   *     its neighbours unreadable, too
   */
  byte[] write(@Nullable Object value) {
    return switch (value) {
      case null -> NULL;
      case Long number -> Long.toString(number).getBytes(US_ASCII);
      case Integer number -> Integer.toString(number).getBytes(US_ASCII);
      case BigInteger number -> digits(number);
      case Double number when !Double.isFinite(number) -> throw notJson();
      case Double number -> Double.toString(number).getBytes(US_ASCII);
      case String text -> Json.MAPPER.writeValueAsBytes(text);
      case RawJson raw -> checked(raw.utf8());
      default -> checked(honest.writeValueAsBytes(value));
    };
  }

  private static byte[] digits(BigInteger number) {
    var text = number.bitLength() > MOST_BITS ? "" : number.abs().toString();
    if (text.isEmpty() || text.length() > Json.MAX_NUMBER) {
      throw new BadValueException(
          "ResultTooLarge", "the value has more than " + Json.MAX_NUMBER + " digits");
    }
    return (number.signum() < 0 ? "-" + text : text).getBytes(US_ASCII);
  }

  private static byte[] checked(byte[] json) {
    try (var parser = Json.parser(json, 0, json.length)) {
      boolean empty = parser.nextToken() == null;
      parser.skipChildren();
      if (empty || parser.nextToken() != null) {
        throw notJson();
      }
      return json;
    } catch (StreamConstraintsException _) {
      throw new BadValueException(
          "ResultTooLarge",
          "the value is nested deeper than %d levels, or has a number of more than %d digits or a name of more than %d characters"
              .formatted(Json.MAX_DEPTH, Json.MAX_NUMBER, Json.MAX_NAME));
    } catch (JacksonException _) {
      throw notJson();
    }
  }

  private static BadValueException notJson() {
    return new BadValueException(
        "NotJson", "the value is not one JSON value; NaN and infinities have no form in JSON");
  }

  /** A value that cannot be stored; the item fails. */
  static final class BadValueException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String type;

    private BadValueException(String type, String message) {
      super(message);
      this.type = type;
    }

    /** The type that the item fails with. */
    String type() {
      return type;
    }
  }
}
