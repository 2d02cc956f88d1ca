package starmap.worker.function;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import starmap.function.InvalidArgumentException;
import starmap.worker.execute.ItemSource;
import starmap.worker.execute.NumberItems;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads numbers, and narrows none. Generated integers do not go through text.
 *
 * @param expected what a message calls the argument
 * @param small makes the argument of an integer of 64 bits; null where it does not fit
 * @param big makes the argument of a larger integer; null where it does not fit
 * @param fractions whether numbers with a fraction or exponent are welcome, as doubles
 */
record NumberReader(
    String expected,
    LongFunction<@Nullable Object> small,
    Function<BigInteger, @Nullable Object> big,
    boolean fractions)
    implements ArgumentReader {

  /** Up to here a double holds every integer. */
  private static final long EXACT = 1L << 53;

  static final NumberReader LONG =
      new NumberReader("an integer of 64 bits", value -> value, _ -> null, false);

  static final NumberReader INT =
      new NumberReader(
          "an integer of 32 bits",
          value -> value == (int) value ? (int) value : null,
          _ -> null,
          false);

  static final NumberReader BIG_INTEGER =
      new NumberReader("an integer", BigInteger::valueOf, value -> value, false);

  static final NumberReader DOUBLE =
      new NumberReader(
          "a number that a double can hold",
          value -> Math.abs(value) <= EXACT ? (double) value : exact(BigInteger.valueOf(value)),
          NumberReader::exact,
          true);

  /** {@link Long}, {@link BigInteger} or {@link Double}. */
  static final NumberReader NUMBER =
      new NumberReader("a number", value -> value, value -> value, true);

  @Override
  public Object read(ItemSource item) {
    if (item instanceof NumberItems numbers) {
      return fitting(small.apply(numbers.value()));
    }
    var parser = item.parser();
    var token = parser.currentToken();
    if (token == JsonToken.VALUE_NUMBER_INT) {
      return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
          ? fitting(big.apply(parser.getBigIntegerValue()))
          : fitting(small.apply(parser.getLongValue()));
    }
    if (token == JsonToken.VALUE_NUMBER_FLOAT && fractions) {
      double value = parser.getDoubleValue();
      return fitting(Double.isInfinite(value) ? null : value);
    }
    throw ArgumentReader.mismatch(expected, token);
  }

  private Object fitting(@Nullable Object value) {
    if (value == null) {
      throw new InvalidArgumentException(
          "expected " + expected + ", got a number outside its range");
    }
    return value;
  }

  private static @Nullable Object exact(BigInteger value) {
    double nearest = value.doubleValue();
    return Double.isFinite(nearest) && new BigDecimal(nearest).compareTo(new BigDecimal(value)) == 0
        ? nearest
        : null;
  }
}
