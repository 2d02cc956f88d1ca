package starmap.wire;

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
  private final JsonParser parser;
  private final int base;
  private int start;
  private int end;

  /** Begins before the first element of the array in {@code bytes[from, to)}. */
  public JsonSlices(byte[] bytes, int from, int to) {
    parser = Json.parser(bytes, from, to - from);
    base = from;
    if (parser.nextToken() != JsonToken.START_ARRAY) {
      throw new IllegalArgumentException("a JSON array is expected");
    }
  }

  /** Moves to the next element; false behind the last one. */
  public boolean next() {
    if (parser.nextToken() == JsonToken.END_ARRAY) {
      return false;
    }
    start = base + (int) parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    parser.finishToken();
    end = base + (int) parser.currentLocation().getByteOffset();
    return true;
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
