package starmap.worker.execute;

import starmap.chunk.ClaimedChunk;
import starmap.function.RawJson;
import starmap.job.Input;
import tools.jackson.core.JsonParser;

/** The items of a chunk, one after the other. */
public sealed interface ItemSource permits GeneratedItems, JsonItems, NumberItems {

  /** Begins before the first item of the chunk. */
  static ItemSource of(ClaimedChunk chunk) {
    var block = chunk.input();
    if (block != null) {
      var items = new JsonItems(block.items());
      for (long i = block.start(); i < chunk.id().start(); i++) {
        items.next();
        items.skip();
      }
      return items;
    }
    return switch (chunk.spec().input()) {
      case Input.Numbers numbers ->
          new NumberItems(numbers, chunk.id().start(), chunk.id().length());
      case Input.Generated items ->
          new GeneratedItems(items, chunk.id().start(), chunk.id().length());
      case Input.Items _ ->
          throw new IllegalArgumentException("a chunk of uploaded items came without its block");
    };
  }

  /** Moves to the next item; false behind the last one. */
  boolean next();

  /**
   * Stands at the first token of the item. Whoever moves it must leave it at the item's last token.
   */
  JsonParser parser();

  /** The item's bytes; the parser stands at the item's last token afterwards. */
  RawJson raw();

  /** Passes over what is left of the item. */
  void skip();
}
