package starmap.worker.process;

import org.jspecify.annotations.Nullable;
import starmap.wire.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A {@code {"value":…}} or {@code {"error":{…}}} in any spelling.
 *
 * @param error null where there is a value
 * @param from where the value begins
 * @param to the first byte behind it
 */
record Result(@Nullable ItemError error, int from, int to) {
  private static final int LONGEST_TYPE = 100;

  /** Null where the bytes are nothing of the kind. */
  static @Nullable Result read(byte[] bytes, int from, int to) {
    try (var parser = Json.parser(bytes, from, to - from)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      @Nullable Result found = null;
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        var name = parser.currentName();
        var token = parser.nextToken();
        if (name.equals("value") && found == null) {
          int start = from + (int) parser.currentTokenLocation().getByteOffset();
          parser.skipChildren();
          parser.finishToken();
          found = new Result(null, start, from + (int) parser.currentLocation().getByteOffset());
        } else if (name.equals("error") && token == JsonToken.START_OBJECT) {
          found = new Result(error(parser), from, from);
        } else {
          parser.skipChildren();
        }
      }
      return parser.nextToken() == null ? found : null;
    } catch (JacksonException _) {
      return null;
    }
  }

  private static ItemError error(JsonParser parser) {
    var type = "Error";
    var message = "";
    boolean permanent = false;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      var name = parser.currentName();
      var token = parser.nextToken();
      if (name.equals("type") && token == JsonToken.VALUE_STRING) {
        type = parser.getString();
      } else if (name.equals("message") && token == JsonToken.VALUE_STRING) {
        message = parser.getString();
      } else if (name.equals("permanent")) {
        permanent = token == JsonToken.VALUE_TRUE;
      }
      parser.skipChildren();
    }
    return new ItemError(
        type.length() <= LONGEST_TYPE ? type : type.substring(0, LONGEST_TYPE), message, permanent);
  }
}
