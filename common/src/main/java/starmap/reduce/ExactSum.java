package starmap.reduce;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * A sum without rounding. Small integers are added as such; doubles are kept as a few doubles that
 * do not overlap (J. R. Shewchuk, "Adaptive Precision Floating-Point Arithmetic", 1997, as in
 * Python's {@code math.fsum}); everything else is exact decimal arithmetic.
 */
final class ExactSum {
  private BigDecimal large = BigDecimal.ZERO;
  private long small;
  private double[] parts = new double[8];
  private int size;

  void add(long value) {
    long sum = small + value;
    if (((small ^ sum) & (value ^ sum)) < 0) {
      add(BigDecimal.valueOf(small));
      small = value;
    } else {
      small = sum;
    }
  }

  void add(BigInteger value) {
    add(new BigDecimal(value));
  }

  void add(BigDecimal value) {
    large = large.add(value);
  }

  void add(double value) {
    double x = value;
    int kept = 0;
    for (int i = 0; i < size; i++) {
      double y = parts[i];
      double high = x + y;
      if (!Double.isFinite(high)) {
        add(new BigDecimal(x));
        x = y;
        continue;
      }
      double low = Math.abs(x) < Math.abs(y) ? x - (high - y) : y - (high - x);
      if (low != 0) {
        parts[kept++] = low;
      }
      x = high;
    }
    if (kept == parts.length) {
      parts = Arrays.copyOf(parts, 2 * kept);
    }
    parts[kept] = x;
    size = kept + 1;
  }

  BigDecimal exact() {
    var sum = large.add(BigDecimal.valueOf(small));
    for (int i = 0; i < size; i++) {
      sum = sum.add(new BigDecimal(parts[i]));
    }
    return sum;
  }
}
