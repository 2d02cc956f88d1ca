package starmap.api.submit;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
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
public final class DirectBody implements Items {
  private final Body body;
  private final ItemSplitter splitter;
  private final boolean array;
  private boolean opened;

  private DirectBody(Body body, ItemSplitter splitter, boolean array) {
    this.body = body;
    this.splitter = splitter;
    this.array = array;
  }

  /** Many items. */
  public static Submission.Blocks items(
      HttpServletRequest request, ApiProperties limits, ItemForm form) throws IOException {
    return form.format() == Format.CSV
        ? csv(request, request.getInputStream(), limits, form)
        : items(Body.of(request, limits, false), form);
  }

  /** Many items of any length, as they arrive. */
  static Items arriving(
      HttpServletRequest request, Arrivals in, ApiProperties limits, ItemForm form)
      throws IOException {
    return form.format() == Format.CSV
        ? csv(request, in, limits, form)
        : items(Body.arriving(request, in, limits), form);
  }

  private static Items csv(
      HttpServletRequest request, InputStream in, ApiProperties limits, ItemForm form)
      throws IOException {
    return new CsvItems(Body.unpack(request, in, limits), form);
  }

  private static DirectBody items(Body body, ItemForm form) {
    boolean array = form.format() == Format.JSON;
    var framing = array ? ItemSplitter.Framing.ARRAY : ItemSplitter.Framing.LINES;
    return new DirectBody(body, body.splitter(framing, form.chunkSize()), array);
  }

  /** Exactly one item. */
  public static DirectBody single(HttpServletRequest request, ApiProperties limits)
      throws IOException {
    var body = Body.of(request, limits, false);
    return new DirectBody(body, body.splitter(ItemSplitter.Framing.SINGLE, 0), false);
  }

  @Override
  public void skip(long from, long to) throws IOException {
    body.read(
        splitter::index,
        (parser, _) -> {
          open(parser);
          splitter.skip(from, to);
          return to;
        });
  }

  @Override
  public @Nullable Block early() {
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
            "the body must be a JSON array of items, or lines with Content-Type: application/x-ndjson or text/csv");
      }
      opened = true;
    }
  }
}
