package starmap.worker.function.builtin;

import java.math.BigInteger;

/**
 * Powers of numbers as Python computes them: integers exactly, at any size; other numbers as
 * doubles.
 */
final class Powers {
  private Powers() {}

  static Number power(Number base, int exponent) {
    return switch (base) {
      case Double value -> Math.pow(value, exponent);
      case BigInteger value -> value.pow(exponent);
      case Number value -> shorten(BigInteger.valueOf(value.longValue()).pow(exponent));
    };
  }

  static Number square(Number base) {
    if (base instanceof Long exact) {
      long value = exact;
      // the high half of an exact 128-bit product is only sign where the product fits
      if (Math.multiplyHigh(value, value) == 0 && value * value >= 0) {
        return value * value;
      }
    }
    return power(base, 2);
  }

  private static Number shorten(BigInteger value) {
    return value.bitLength() < Long.SIZE ? (Number) value.longValue() : value;
  }
}
