package starmap.reduce;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import starmap.wire.Json;

/**
 * Counts numbers between bounds, as {@code numpy.histogram}: each bin holds its lower bound and not
 * its upper one, but for the last, which holds both.
 */
final class HistogramFold implements Fold, Numbers.Sink {
  private final double[] bounds;
  private final long[] counts;
  private long below;
  private long above;

  /** As stored. */
  private record Partial(long below, List<Long> counts, long above) {}

  /** As shown. */
  private record Value(List<Double> bounds, List<Long> counts, long below, long above) {}

  /** {@code bounds} rise. */
  HistogramFold(List<Double> bounds) {
    this.bounds = bounds.stream().mapToDouble(Double::doubleValue).toArray();
    this.counts = new long[bounds.size() - 1];
  }

  @Override
  public void add(byte[] json) {
    Numbers.read(json, this);
  }

  @Override
  public void integer(long value) {
    fraction((double) value);
  }

  @Override
  public void integer(BigInteger value) {
    fraction(value.doubleValue());
  }

  @Override
  public void fraction(double value) {
    if (value < bounds[0]) {
      below++;
    } else if (value > bounds[counts.length]) {
      above++;
    } else {
      int at = Arrays.binarySearch(bounds, value == 0 ? 0.0 : value);
      counts[Math.min(at >= 0 ? at : -at - 2, counts.length - 1)]++;
    }
  }

  @Override
  public long items() {
    return below + Arrays.stream(counts).sum() + above;
  }

  @Override
  public byte[] partial() {
    return Json.MAPPER.writeValueAsBytes(new Partial(below, counts(), above));
  }

  @Override
  public void merge(byte[] partial) {
    var other = Json.MAPPER.readValue(partial, Partial.class);
    below += other.below();
    above += other.above();
    Arrays.setAll(counts, i -> counts[i] + other.counts().get(i));
  }

  @Override
  public String value() {
    return Json.MAPPER.writeValueAsString(
        new Value(Arrays.stream(bounds).boxed().toList(), counts(), below, above));
  }

  private List<Long> counts() {
    return Arrays.stream(counts).boxed().toList();
  }
}
