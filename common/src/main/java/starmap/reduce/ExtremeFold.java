package starmap.reduce;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import starmap.wire.Json;

/** The least or the greatest value; among equal ones the first. It stays as it was written. */
final class ExtremeFold implements Fold {
  private final int sign;
  private long items;
  private @Nullable String value;
  private @Nullable Object key;

  /** As stored. */
  private record Partial(long items, @Nullable String value) {}

  /** {@code sign} −1 looks for the least, 1 for the greatest. */
  ExtremeFold(int sign) {
    this.sign = sign;
  }

  @Override
  public void add(byte[] json) {
    take(new String(json, UTF_8), key(json));
    items++;
  }

  @Override
  public long items() {
    return items;
  }

  @Override
  public byte[] partial() {
    return Json.MAPPER.writeValueAsBytes(new Partial(items, value));
  }

  @Override
  public void merge(byte[] partial) {
    var other = Json.MAPPER.readValue(partial, Partial.class);
    if (other.value() != null) {
      take(other.value(), key(other.value().getBytes(UTF_8)));
    }
    items += other.items();
  }

  @Override
  public String value() {
    return value == null ? "null" : value;
  }

  private void take(String candidate, Object candidateKey) {
    if (key == null || sign * compare(candidateKey, key) > 0) {
      value = candidate;
      key = candidateKey;
    }
  }

  /** Numbers come before strings, should both be there. */
  private static int compare(Object left, Object right) {
    if (left instanceof BigDecimal a) {
      return right instanceof BigDecimal b ? a.compareTo(b) : -1;
    }
    return right instanceof String b ? compare((String) left, b) : 1;
  }

  private static int compare(String left, String right) {
    var a = left.codePoints().iterator();
    var b = right.codePoints().iterator();
    while (a.hasNext() && b.hasNext()) {
      int order = Integer.compare(a.nextInt(), b.nextInt());
      if (order != 0) {
        return order;
      }
    }
    return Boolean.compare(a.hasNext(), b.hasNext());
  }

  private static Object key(byte[] json) {
    try (var parser = Json.parser(json, 0, json.length)) {
      return switch (parser.nextToken()) {
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
        case VALUE_STRING -> parser.getString();
        default -> throw new NotReducibleException("only numbers and strings can be compared");
      };
    }
  }
}
