package starmap.api.submit;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;
import starmap.api.problem.ProblemException;
import starmap.api.problem.ProblemType;
import starmap.chunk.Block;
import starmap.wire.Json;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamConstraintsException;

/**
 * Cuts items into blocks of their original bytes while they arrive. A streaming parser checks them
 * and tells where each begins and ends; nothing is decoded and no tree is built.
 */
final class ItemSplitter {
  private static final int BLOCK_BYTES = 64 * 1024;
  private static final int MOST_BLOCK_BYTES = 1 << 20;
  private static final int MOST_ITEMS = 65_536;
  private static final int CHUNKS_PER_BLOCK = 64;

  /** White space between items is copied along only as long as it is short. */
  private static final int NEAR = 16;

  private final JsonParser parser;
  private final Tape tape;
  private final Framing framing;
  private final int chunkSize;
  private final ByteArrayOutputStream block = new ByteArrayOutputStream(BLOCK_BYTES + 8 * 1024);
  private long index;
  private int count;
  private long itemEnd = -1;
  private long runStart;
  private boolean ended;

  /** What stands between items. */
  enum Framing {
    /** They are the elements of an array whose opening bracket the parser has just read. */
    ARRAY,
    /** Each is on a line of its own. */
    LINES,
    /** There is exactly one. */
    SINGLE
  }

  /** {@code chunkSize} 0 means automatic; else blocks end where chunks end. */
  ItemSplitter(JsonParser parser, Tape tape, Framing framing, int chunkSize) {
    this.parser = parser;
    this.tape = tape;
    this.framing = framing;
    this.chunkSize = chunkSize;
  }

  /** Number of items so far: the index of the item being read, should it be wrong. */
  long index() {
    return index;
  }

  /** The next block; null behind the last one. */
  @Nullable Block next() {
    while (!ended && !isFull()) {
      ended = !item();
    }
    return count == 0 ? null : cut();
  }

  /** Passes over items that are known already; the first one kept has index {@code to}. */
  void skip(long from, long to) {
    index = from;
    while (index < to && item()) {
      block.reset();
      count = 0;
    }
  }

  /** What is complete of the next block, if anything; for when more will not come soon. */
  @Nullable Block early() {
    return count == 0 ? null : cut();
  }

  /** Reads one item; false when there is none. */
  private boolean item() {
    var token = parser.nextToken();
    if (token == null || (framing == Framing.ARRAY && token == JsonToken.END_ARRAY)) {
      return false;
    }
    long start = parser.currentTokenLocation().getByteOffset();
    if (framing != Framing.ARRAY && itemEnd >= 0) {
      requireSeparation(start);
    }
    try {
      finish(start);
    } catch (StreamConstraintsException e) {
      throw parser.currentLocation().getByteOffset() - start > Json.MAX_ITEM ? tooLarge(index) : e;
    }
    // behind a number that stands alone, the parser has read the white space, too
    long end = tape.trim(parser.currentLocation().getByteOffset());
    if (end - start > Json.MAX_ITEM) {
      throw tooLarge(index);
    }
    if (count == 0 || framing != Framing.ARRAY || start - itemEnd > NEAR) {
      beginRun(start);
    }
    itemEnd = end;
    index++;
    count++;
    return true;
  }

  /** Items of an array are copied together with the commas between them, a run at a time. */
  private void beginRun(long start) {
    endRun();
    block.write(count == 0 ? '[' : ',');
    tape.forget(start);
    runStart = start;
  }

  private void endRun() {
    if (count > 0) {
      tape.copy(runStart, itemEnd, block);
      runStart = itemEnd;
      tape.forget(itemEnd);
    }
  }

  private long blockSize() {
    return count == 0 ? 0 : block.size() + itemEnd - runStart;
  }

  /**
   * Reads to the item's end, watching its size on the way, because the tape remembers all of it.
   */
  private void finish(long start) {
    int depth = parser.currentToken().isStructStart() ? 1 : 0;
    while (depth > 0) {
      var token = parser.nextToken();
      if (token == null) {
        return;
      }
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      if (tape.remembered() > 2 * Json.MAX_ITEM
          && parser.currentLocation().getByteOffset() - start > Json.MAX_ITEM) {
        throw tooLarge(index);
      }
    }
    parser.finishToken();
  }

  private void requireSeparation(long start) {
    if (framing == Framing.SINGLE) {
      throw ProblemException.of(
          ProblemType.MALFORMED_JSON,
          "the body holds more than one JSON value; apply takes exactly one");
    }
    if (!tape.hasLineBreak(itemEnd, start)) {
      throw ProblemException.of(
              ProblemType.MALFORMED_JSON, "two values stand on one line; NDJSON has one a line")
          .with("itemIndex", index);
    }
  }

  static ProblemException tooLarge(long index) {
    return ProblemException.of(
            ProblemType.TOO_LARGE, "item " + index + " is larger than " + Json.MAX_ITEM + " bytes")
        .with("itemIndex", index);
  }

  private boolean isFull() {
    return isFull(blockSize(), count, chunkSize);
  }

  /** Whether a block of so many bytes and items is to be cut. */
  static boolean isFull(long size, int count, int chunkSize) {
    if (size >= MOST_BLOCK_BYTES || count >= MOST_ITEMS) {
      return true;
    }
    if (chunkSize == 0) {
      return size >= BLOCK_BYTES;
    }
    return count > 0
        && count % chunkSize == 0
        && (size >= BLOCK_BYTES || count / chunkSize >= CHUNKS_PER_BLOCK);
  }

  private Block cut() {
    endRun();
    block.write(']');
    var cut = new Block(index - count, count, block.toByteArray());
    block.reset();
    count = 0;
    return cut;
  }
}
