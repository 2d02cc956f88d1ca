package starmap.reduce;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;
import starmap.wire.Counted;

/**
 * Joins strings to one, or arrays to one, by their bytes. What grows beyond {@link #MOST}, or is
 * both, has no value.
 */
final class ConcatFold implements Fold {
  /** Largest result, in bytes. */
  static final int MOST = 16 << 20;

  private static final byte TOO_LARGE = '!';
  private static final byte MIXED = '?';

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
    boolean fits = kind == 0 || isHopeless() || kind == json[0];
    if ((json[0] != '"' && json[0] != '[') || !fits) {
      throw new NotReducibleException("only strings, or only arrays, can be joined");
    }
  }

  /** Appends what is between the first byte, which names the kind, and the last. */
  private void join(byte[] json) {
    if (isHopeless()) {
      return;
    }
    if (joined.size() + json.length > MOST) {
      giveUp(TOO_LARGE);
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

  /** Whether there cannot be a value any more. */
  private boolean isHopeless() {
    return kind == TOO_LARGE || kind == MIXED;
  }

  private void giveUp(byte why) {
    kind = why;
    joined.reset();
  }

  private static boolean isEmpty(byte[] array) {
    return new String(array, 1, array.length - 2, UTF_8).isBlank();
  }

  @Override
  public long items() {
    return items;
  }

  /** The number of items and the value; one character where there cannot be one. */
  @Override
  public byte[] partial() {
    var value = isHopeless() ? String.valueOf((char) kind) : kind == 0 ? "" : value();
    return new Counted(items, value.getBytes(UTF_8)).stored();
  }

  @Override
  public void merge(byte[] partial) {
    var counted = Counted.of(partial);
    items += counted.count();
    var value = counted.bytes();
    if (value.length == 0) {
      return;
    }
    if (isHopeless()) {
      return;
    }
    if (value[0] == TOO_LARGE || value[0] == MIXED) {
      giveUp(value[0]);
    } else if (kind != 0 && kind != value[0]) {
      giveUp(MIXED);
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

  @Override
  public @Nullable String problem() {
    return switch (kind) {
      case TOO_LARGE -> "joined, the values have more than 16 MiB: read the results instead";
      case MIXED -> "there are strings and arrays, and these cannot be joined to one";
      default -> null;
    };
  }
}
