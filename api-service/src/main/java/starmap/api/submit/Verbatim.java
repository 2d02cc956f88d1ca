package starmap.api.submit;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;

/**
 * Keeps a JSON value as it was written. The bytes that are parsed must be the attribute named like
 * this class.
 */
final class Verbatim extends ValueDeserializer<String> {
  @Override
  public String deserialize(JsonParser parser, DeserializationContext context) {
    return read(parser, context);
  }

  @Override
  public String getNullValue(DeserializationContext context) {
    return "null";
  }

  @Override
  public @Nullable Object getAbsentValue(DeserializationContext context) {
    return null;
  }

  static String read(JsonParser parser, DeserializationContext context) {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return "null";
    }
    int from = (int) parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    parser.finishToken();
    int to = (int) parser.currentLocation().getByteOffset();
    var source = (byte[]) context.getAttribute(Verbatim.class);
    return new String(source, from, to - from, UTF_8);
  }
}
