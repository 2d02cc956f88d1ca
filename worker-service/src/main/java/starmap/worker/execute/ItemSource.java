package starmap.worker.execute;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import starmap.chunk.ClaimedChunk;
import starmap.function.RawJson;
import starmap.job.Input;
import starmap.wire.Json;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The items of a chunk, one after the other. */
public final class ItemSource {
  private final byte[] bytes;
  private final JsonParser parser;

  private ItemSource(byte[] array) {
    bytes = array;
    parser = Json.parser(array, 0, array.length);
    if (parser.nextToken() != JsonToken.START_ARRAY) {
      throw new IllegalArgumentException("a JSON array is expected");
    }
  }

  /** Begins before the first item of the chunk. */
  public static ItemSource of(ClaimedChunk chunk) {
    var block = chunk.input();
    if (block != null) {
      var source = new ItemSource(block.items());
      source.skip(chunk.id().start() - block.start());
      return source;
    }
    return switch (chunk.spec().input()) {
      case Input.Range range ->
          new ItemSource(integers(range, chunk.id().start(), chunk.id().length()));
      case Input.Items _ ->
          throw new IllegalArgumentException("a chunk of uploaded items came without its block");
    };
  }

  /** Begins before the first element of a JSON array. */
  public static ItemSource ofArray(byte[] array) {
    return new ItemSource(array);
  }

  /** Moves to the next item; false behind the last one. */
  public boolean next() {
    return parser.nextToken() != JsonToken.END_ARRAY;
  }

  /**
   * Stands at the first token of the item. Whoever moves it must leave it at the item's last token.
   */
  public JsonParser parser() {
    return parser;
  }

  /** The item's bytes; the parser stands at the item's last token afterwards. */
  public RawJson raw() {
    int from = (int) parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    parser.finishToken();
    return new RawJson(
        Arrays.copyOfRange(bytes, from, (int) parser.currentLocation().getByteOffset()));
  }

  private void skip(long items) {
    for (long i = 0; i < items; i++) {
      next();
      parser.skipChildren();
    }
  }

  private static byte[] integers(Input.Range range, long start, int length) {
    var text = new StringBuilder(length * 8).append('[');
    for (int i = 0; i < length; i++) {
      text.append(range.at(start + i)).append(',');
    }
    text.setCharAt(text.length() - 1, ']');
    return text.toString().getBytes(US_ASCII);
  }
}
