package starmap.reduce;

import java.math.BigDecimal;
import java.math.BigInteger;
import starmap.wire.Json;

/** The sum of numbers. One fraction among them makes it a double. */
final class SumFold implements Fold.OfIntegers, Numbers.Sink {
  private final ExactSum sum = new ExactSum();
  private long items;
  private boolean fractions;

  /** As stored: the exact sum as text, because it may have many digits. */
  private record Partial(long items, String sum, boolean fractions) {}

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
  }

  @Override
  public void integer(BigInteger value) {
    sum.add(value);
    items++;
  }

  @Override
  public void fraction(double value) {
    sum.add(value);
    fractions = true;
    items++;
  }

  @Override
  public long items() {
    return items;
  }

  @Override
  public byte[] partial() {
    return Json.MAPPER.writeValueAsBytes(new Partial(items, sum.exact().toString(), fractions));
  }

  @Override
  public void merge(byte[] partial) {
    var other = Json.MAPPER.readValue(partial, Partial.class);
    sum.add(new BigDecimal(other.sum()));
    items += other.items();
    fractions |= other.fractions();
  }

  @Override
  public String value() {
    return fractions ? Numbers.json(sum.exact()) : sum.exact().toBigIntegerExact().toString();
  }
}
