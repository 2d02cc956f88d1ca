package starmap.worker.execute;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.jspecify.annotations.Nullable;
import starmap.function.RawJson;
import starmap.job.Input;
import starmap.wire.Json;
import tools.jackson.core.JsonParser;

/** Generated integers. They become text only for those who want text. */
public final class NumberItems implements ItemSource {
  private final Input.Numbers numbers;
  private final long end;
  private long index;
  private long value;
  private @Nullable JsonParser parser;

  NumberItems(Input.Numbers numbers, long start, int length) {
    this.numbers = numbers;
    this.index = start;
    this.end = start + length;
  }

  /** The item. */
  public long value() {
    return value;
  }

  /** The items as a range; null where they are none. */
  public Input.@Nullable Range range() {
    return numbers instanceof Input.Range range ? range : null;
  }

  @Override
  public boolean next() {
    if (index == end) {
      return false;
    }
    value = numbers.at(index++);
    parser = null;
    return true;
  }

  @Override
  public JsonParser parser() {
    if (parser == null) {
      var text = raw().utf8();
      parser = Json.parser(text, 0, text.length);
      parser.nextToken();
    }
    return parser;
  }

  @Override
  public RawJson raw() {
    return new RawJson(Long.toString(value).getBytes(US_ASCII));
  }

  @Override
  public void skip() {
    // an integer is one token
  }
}
