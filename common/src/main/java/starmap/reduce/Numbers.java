package starmap.reduce;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import starmap.wire.Json;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Numbers out of JSON, and into it. */
final class Numbers {
  /** More than the 767 digits that can matter for the rounding of a double. */
  private static final int DIGITS = 800;

  private Numbers() {}

  /** Takes one number, as what it is. */
  interface Sink {
    void integer(long value);

    void integer(BigInteger value);

    void fraction(double value);
  }

  /**
   * Reads one number.
   *
   * @throws NotReducibleException where it is none, or too large for a double with a fraction
   */
  static void read(byte[] json, Sink sink) {
    try (var parser = Json.parser(json, 0, json.length)) {
      var token = parser.nextToken();
      if (token == JsonToken.VALUE_NUMBER_INT) {
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
          sink.integer(parser.getBigIntegerValue());
        } else {
          sink.integer(parser.getLongValue());
        }
        return;
      }
      double value = token == JsonToken.VALUE_NUMBER_FLOAT ? parser.getDoubleValue() : Double.NaN;
      if (!Double.isFinite(value)) {
        throw new NotReducibleException("only numbers in the range of a double can be folded");
      }
      sink.fraction(value);
    }
  }

  /**
   * The double nearest to {@code dividend / divisor}, as JSON. The quotient is cut after more
   * digits than can matter; should anything be cut off, a further digit says so, and the rounding
   * is that of the exact quotient.
   */
  static String quotient(BigDecimal dividend, BigDecimal divisor) {
    var digits = dividend.divide(divisor, new MathContext(DIGITS, RoundingMode.DOWN));
    boolean exact = digits.multiply(divisor).compareTo(dividend) == 0;
    return json(exact ? digits : sticky(digits));
  }

  /** The double nearest to a number, as JSON; beyond the range of doubles, 17 digits of it. */
  static String json(BigDecimal exact) {
    double nearest = exact.doubleValue();
    return Double.isFinite(nearest)
        ? Double.toString(nearest)
        : exact.round(new MathContext(17)).toString();
  }

  private static BigDecimal sticky(BigDecimal digits) {
    var unit = BigDecimal.valueOf(digits.signum()).scaleByPowerOfTen(-digits.scale() - 1);
    return digits.add(unit);
  }
}
