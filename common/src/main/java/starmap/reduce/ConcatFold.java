package starmap.reduce;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Joins strings to one, or arrays to one, by their bytes. What grows beyond {@link #MOST}, or is
 * both, has no value.
 */
final class ConcatFold implements Fold {
  /** Largest result, in bytes. */
  static final int MOST = 16 << 20;

  private static final byte NOTHING = '!';

  private final ByteArrayOutputStream joined = new ByteArrayOutputStream();
  private long items;
  private byte kind;

  @Override
  public void add(byte[] json) {
    var trimmed = new String(json, UTF_8).strip().getBytes(UTF_8);
    require(trimmed);
    join(trimmed);
    items++;
  }

  private void require(byte[] json) {
    boolean fits = kind == 0 || kind == NOTHING || kind == json[0];
    if ((json[0] != '"' && json[0] != '[') || !fits) {
      throw new NotReducibleException("only strings, or only arrays, can be joined");
    }
  }

  /** Appends what is between the first byte, which names the kind, and the last. */
  private void join(byte[] json) {
    if (kind == NOTHING || joined.size() + json.length > MOST) {
      kind = NOTHING;
      joined.reset();
      return;
    }
    kind = json[0];
    if (kind == '[' && isEmpty(json)) {
      return;
    }
    if (kind == '[' && joined.size() > 0) {
      joined.write(',');
    }
    joined.write(json, 1, json.length - 2);
  }

  private static boolean isEmpty(byte[] array) {
    return new String(array, 1, array.length - 2, UTF_8).isBlank();
  }

  @Override
  public long items() {
    return items;
  }

  /** The number of items, a space, and the value; {@code !} where there cannot be one. */
  @Override
  public byte[] partial() {
    var value = kind == NOTHING ? "!" : kind == 0 ? "" : value();
    return (items + " " + value).getBytes(UTF_8);
  }

  @Override
  public void merge(byte[] partial) {
    int space = 0;
    while (partial[space] != ' ') {
      space++;
    }
    items += Long.parseLong(new String(partial, 0, space, UTF_8));
    var value = Arrays.copyOfRange(partial, space + 1, partial.length);
    if (value.length == 0) {
      return;
    }
    if (value[0] == NOTHING || (kind != 0 && kind != NOTHING && kind != value[0])) {
      kind = NOTHING;
      joined.reset();
    } else {
      join(value);
    }
  }

  @Override
  public String value() {
    var text = joined.toString(UTF_8);
    return switch (kind) {
      case '"' -> '"' + text + '"';
      case '[' -> '[' + text + ']';
      default -> "null";
    };
  }
}
