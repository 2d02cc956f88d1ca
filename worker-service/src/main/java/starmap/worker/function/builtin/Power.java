package starmap.worker.function.builtin;

import java.math.BigInteger;
import starmap.function.CallContext;
import starmap.function.InvalidArgumentException;
import starmap.function.ItemFunction;
import starmap.function.StarmapFunction;

/** Raises a base to an exponent; integers stay exact. */
@StarmapFunction(
    name = "power",
    description = "Raises a base to an exponent; integers stay exact.",
    example = "[2, 10]")
public final class Power implements ItemFunction<Power.Arguments, Number> {
  private static final int MOST_BITS = 10_000;

  /**
   * The arguments.
   *
   * @param base any number
   * @param exponent 0 or more
   */
  public record Arguments(Number base, int exponent) {}

  @Override
  public Number apply(Arguments argument, CallContext context) {
    if (argument.exponent < 0) {
      throw new InvalidArgumentException("exponent must be 0 or more");
    }
    if ((long) bits(argument.base) * argument.exponent > MOST_BITS) {
      throw new InvalidArgumentException(
          "the result would have more than 1000 digits: lower the base or the exponent");
    }
    return Powers.power(argument.base, argument.exponent);
  }

  /** At most twice the bits that each multiplication adds. */
  private static int bits(Number base) {
    return switch (base) {
      case Double _ -> 0;
      case BigInteger value -> value.bitLength();
      default ->
          Math.abs(base.longValue()) == 1 ? 0 : BigInteger.valueOf(base.longValue()).bitLength();
    };
  }
}
