package starmap.worker.execute;

import java.util.Arrays;
import starmap.function.RawJson;
import starmap.wire.Json;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The elements of a JSON array, or the properties of a JSON object. */
public final class JsonItems implements ItemSource {
  private final byte[] bytes;
  private final JsonParser parser;

  /** Begins before the first element of an array, or before the first name of an object. */
  public JsonItems(byte[] container) {
    bytes = container;
    parser = Json.parser(container, 0, container.length);
    var first = parser.nextToken();
    if (first != JsonToken.START_ARRAY && first != JsonToken.START_OBJECT) {
      throw new IllegalArgumentException("a JSON array or object is expected");
    }
  }

  /** Stands at one value. */
  public static JsonItems single(RawJson value) {
    var items = before(value);
    items.next();
    return items;
  }

  /** Begins before one value, which is the only one. */
  static JsonItems before(RawJson value) {
    var array = new byte[value.utf8().length + 2];
    array[0] = '[';
    System.arraycopy(value.utf8(), 0, array, 1, value.utf8().length);
    array[array.length - 1] = ']';
    return new JsonItems(array);
  }

  /** Moves to the next element or name; false behind the last one. */
  @Override
  public boolean next() {
    var token = parser.nextToken();
    return token != JsonToken.END_ARRAY && token != JsonToken.END_OBJECT;
  }

  @Override
  public JsonParser parser() {
    return parser;
  }

  @Override
  public RawJson raw() {
    int from = (int) parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    parser.finishToken();
    return new RawJson(
        Arrays.copyOfRange(bytes, from, (int) parser.currentLocation().getByteOffset()));
  }

  @Override
  public void skip() {
    parser.skipChildren();
  }
}
