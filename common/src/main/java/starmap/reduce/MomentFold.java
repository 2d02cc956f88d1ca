package starmap.reduce;

import java.math.BigDecimal;
import java.math.BigInteger;
import starmap.wire.Json;

/** Mean or variance of numbers, from the exact sums of them and of their squares. */
final class MomentFold implements Fold.OfIntegers, Numbers.Sink {
  private static final long SMALL = 3_037_000_499L;

  private final ExactSum sum = new ExactSum();
  private final ExactSum squares = new ExactSum();
  private final boolean squared;
  private long items;

  /** As stored: exact sums as text, because they may have many digits. */
  private record Partial(long items, String sum, String squares) {}

  /** {@code squared} means the variance. */
  MomentFold(boolean squared) {
    this.squared = squared;
  }

  @Override
  public void add(byte[] json) {
    Numbers.read(json, this);
  }

  @Override
  public void add(long number) {
    integer(number);
  }

  @Override
  public void integer(long value) {
    sum.add(value);
    items++;
    if (squared && Math.abs(value) <= SMALL) {
      squares.add(value * value);
    } else if (squared) {
      squares.add(BigInteger.valueOf(value).pow(2));
    }
  }

  @Override
  public void integer(BigInteger value) {
    sum.add(value);
    items++;
    if (squared) {
      squares.add(value.pow(2));
    }
  }

  @Override
  public void fraction(double value) {
    sum.add(value);
    items++;
    if (squared) {
      squares.add(new BigDecimal(value).pow(2));
    }
  }

  @Override
  public long items() {
    return items;
  }

  @Override
  public byte[] partial() {
    return Json.MAPPER.writeValueAsBytes(
        new Partial(items, sum.exact().toString(), squares.exact().toString()));
  }

  @Override
  public void merge(byte[] partial) {
    var other = Json.MAPPER.readValue(partial, Partial.class);
    sum.add(new BigDecimal(other.sum()));
    squares.add(new BigDecimal(other.squares()));
    items += other.items();
  }

  @Override
  public String value() {
    var count = BigDecimal.valueOf(items);
    if (items == 0 || (squared && items == 1)) {
      return "null";
    }
    if (!squared) {
      return Numbers.quotient(sum.exact(), count);
    }
    var dividend = count.multiply(squares.exact()).subtract(sum.exact().pow(2));
    return Numbers.quotient(dividend, count.multiply(count.subtract(BigDecimal.ONE)));
  }
}
