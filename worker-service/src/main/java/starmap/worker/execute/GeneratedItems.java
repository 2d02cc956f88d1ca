package starmap.worker.execute;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import starmap.function.RawJson;
import starmap.job.Input;
import starmap.wire.Json;
import tools.jackson.core.JsonParser;

/** Generated items of any kind. */
final class GeneratedItems implements ItemSource {
  private final Input.Generated items;
  private final long end;
  private long index;
  private byte[] item = {};
  private @Nullable JsonParser parser;

  GeneratedItems(Input.Generated items, long start, int length) {
    this.items = items;
    this.index = start;
    this.end = start + length;
  }

  @Override
  public boolean next() {
    if (index == end) {
      return false;
    }
    item = items.item(index++);
    parser = Json.parser(item, 0, item.length);
    parser.nextToken();
    return true;
  }

  @Override
  public JsonParser parser() {
    return Objects.requireNonNull(parser, "next() comes first");
  }

  @Override
  public RawJson raw() {
    skip();
    return new RawJson(item);
  }

  @Override
  public void skip() {
    parser().skipChildren();
  }
}
