package starmap.api.submit;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import starmap.api.connection.Arrivals;
import starmap.api.limits.ApiProperties;
import starmap.api.problem.ProblemException;
import starmap.api.problem.ProblemType;
import starmap.api.result.Format;
import starmap.chunk.Block;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The items of a direct call: the body is nothing but items. */
public final class DirectBody implements Submission.Blocks {
  private final Body body;
  private final ItemSplitter splitter;
  private final boolean array;
  private boolean opened;

  private DirectBody(Body body, ItemSplitter splitter, boolean array) {
    this.body = body;
    this.splitter = splitter;
    this.array = array;
  }

  /** Many items, in an array or one a line. */
  public static DirectBody items(
      HttpServletRequest request, ApiProperties limits, Format format, int chunkSize)
      throws IOException {
    return items(Body.of(request, limits, false), format, chunkSize);
  }

  /** Many items, as they arrive. */
  static DirectBody arriving(
      HttpServletRequest request, Arrivals in, ApiProperties limits, Format format, int chunkSize)
      throws IOException {
    return items(Body.arriving(request, in, limits), format, chunkSize);
  }

  private static DirectBody items(Body body, Format format, int chunkSize) {
    return switch (format) {
      case JSON -> new DirectBody(body, body.splitter(ItemSplitter.Framing.ARRAY, chunkSize), true);
      case NDJSON ->
          new DirectBody(body, body.splitter(ItemSplitter.Framing.LINES, chunkSize), false);
    };
  }

  /** Exactly one item. */
  public static DirectBody single(HttpServletRequest request, ApiProperties limits)
      throws IOException {
    var body = Body.of(request, limits, false);
    return new DirectBody(body, body.splitter(ItemSplitter.Framing.SINGLE, 0), false);
  }

  /** Items count from {@code from}, and those before {@code to} are passed over. */
  void skip(long from, long to) throws IOException {
    body.read(
        splitter::index,
        (parser, _) -> {
          open(parser);
          splitter.skip(from, to);
          return to;
        });
  }

  /** What is complete of the next block, if anything. */
  @Nullable Block early() {
    return splitter.early();
  }

  @Override
  public @Nullable Block next() throws IOException {
    return body.read(
        splitter::index,
        (parser, _) -> {
          open(parser);
          var block = splitter.next();
          if (block == null && array && parser.nextToken() != null) {
            throw ProblemException.of(
                ProblemType.MALFORMED_JSON, "something follows the JSON array");
          }
          return block;
        });
  }

  private void open(JsonParser parser) {
    if (array && !opened) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw ProblemException.of(
            ProblemType.INVALID_REQUEST,
            "the body must be a JSON array of items, or NDJSON with Content-Type: application/x-ndjson");
      }
      opened = true;
    }
  }
}
