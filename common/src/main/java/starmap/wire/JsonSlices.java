package starmap.wire;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Walks the elements of a JSON array in memory and tells where each one's bytes lie; nothing is
 * decoded.
 *
 * <pre>{@code
 * var slices = new JsonSlices(bytes, from, to);
 * while (slices.next()) out.write(bytes, slices.start(), slices.length());
 * }</pre>
 */
public final class JsonSlices {
  private final byte[] bytes;
  private final int base;
  private final JsonParser parser;
  private @Nullable JsonToken token;
  private int start;
  private int end;

  /** Begins before the first element of the array in {@code bytes[from, to)}. */
  public JsonSlices(byte[] bytes, int from, int to) {
    parser = Json.parser(bytes, from, to - from);
    this.bytes = bytes;
    base = from;
    if (parser.nextToken() != JsonToken.START_ARRAY) {
      throw new IllegalArgumentException("a JSON array is expected");
    }
    token = parser.nextToken();
  }

  /** Moves to the next element; false behind the last one. */
  public boolean next() {
    if (token == JsonToken.END_ARRAY) {
      return false;
    }
    start = place();
    parser.skipChildren();
    token = parser.nextToken(); // only skips a text; finishToken() would decode it
    end = behind(place());
    return true;
  }

  /** Where the token begins. */
  private int place() {
    return base + (int) parser.currentTokenLocation().getByteOffset();
  }

  /**
   * Where the element ends that stands before a token: between them are white space and a comma.
   */
  private int behind(int next) {
    int at = next;
    while (bytes[at - 1] == ',' || (bytes[at - 1] <= ' ' && bytes[at - 1] >= 0)) {
      at--;
    }
    return at;
  }

  /** Where the element's first byte lies. */
  public int start() {
    return start;
  }

  /** The element's number of bytes. */
  public int length() {
    return end - start;
  }
}
