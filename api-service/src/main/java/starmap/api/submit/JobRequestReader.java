package starmap.api.submit;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import starmap.api.problem.ProblemException;
import starmap.api.problem.ProblemType;
import starmap.chunk.Block;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads the body of {@code POST /v1/jobs} in one pass: the items become blocks, everything around
 * them a {@link JobRequest}.
 */
final class JobRequestReader implements Body.Reading<JobRequestReader.Parsed>, Body.ItemIndex {
  private static final int MOST_OPTION_BYTES = 64 * 1024;

  private final Body body;
  private final ByteArrayOutputStream options = new ByteArrayOutputStream(512);
  private final List<Block> blocks = new ArrayList<>();
  private @Nullable ItemSplitter splitter;
  private long copied;
  private int chunkSize;

  JobRequestReader(Body body) {
    this.body = body;
  }

  /**
   * A request.
   *
   * @param request its options
   * @param blocks its inline items
   */
  record Parsed(JobRequest request, List<Block> blocks) {}

  @Override
  public long get() {
    return splitter == null ? -1 : splitter.index();
  }

  @Override
  public Parsed read(JsonParser parser, Tape tape) {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw ProblemException.of(
          ProblemType.INVALID_REQUEST,
          "the body must be a JSON object such as {\"function\":\"square\",\"input\":{\"items\":[1,2,3]}}");
    }
    fields(parser, tape, true);
    if (parser.nextToken() != null) {
      throw ProblemException.of(ProblemType.MALFORMED_JSON, "something follows the JSON object");
    }
    return new Parsed(JobOptions.parse(options.toByteArray(), JobRequest.class), blocks);
  }

  /**
   * Walks the fields of the object at hand. Only {@code /input/items} is cut out; all else is kept
   * for the options.
   */
  private void fields(JsonParser parser, Tape tape, boolean top) {
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      var name = parser.currentName();
      var value = parser.nextToken();
      if (top && name.equals("input") && value == JsonToken.START_OBJECT) {
        fields(parser, tape, false);
      } else if (!top && name.equals("items") && value == JsonToken.START_ARRAY) {
        items(parser, tape);
      } else {
        noteChunkSize(parser, name, value);
        skip(parser, tape);
      }
    }
    keep(tape, parser.currentLocation().getByteOffset());
  }

  private void items(JsonParser parser, Tape tape) {
    keep(tape, parser.currentLocation().getByteOffset());
    var items = body.splitter(ItemSplitter.Framing.ARRAY, chunkSize);
    splitter = items;
    for (var block = items.next(); block != null; block = items.next()) {
      blocks.add(block);
    }
    splitter = null;
    copied = parser.currentTokenLocation().getByteOffset();
  }

  /** Blocks end where chunks end, if the size is known by the time the items come. */
  private void noteChunkSize(JsonParser parser, String name, JsonToken value) {
    if (name.equals("chunkSize")
        && value == JsonToken.VALUE_NUMBER_INT
        && parser.getNumberType() == JsonParser.NumberType.INT) {
      chunkSize = Math.max(0, parser.getIntValue());
    }
  }

  static void skip(JsonParser parser, Tape tape) {
    int depth = parser.currentToken().isStructStart() ? 1 : 0;
    while (depth > 0) {
      var token = parser.nextToken();
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      if (tape.remembered() > MOST_OPTION_BYTES) {
        throw ProblemException.of(
            ProblemType.TOO_LARGE,
            "the options of a job must not be larger than " + MOST_OPTION_BYTES + " bytes");
      }
    }
  }

  private void keep(Tape tape, long until) {
    tape.copy(copied, until, options);
    tape.forget(until);
    copied = until;
  }
}
