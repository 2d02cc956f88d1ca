package starmap.worker.function.builtin;

import java.math.BigInteger;
import starmap.function.CallContext;
import starmap.function.ItemFunction;
import starmap.function.StarmapFunction;

/** The greatest common divisor of two integers; 0 where both are 0. */
@StarmapFunction(
    name = "gcd",
    description = "The greatest common divisor of two integers; also as a reduction.",
    example = "[84, 36]")
public final class Gcd implements ItemFunction<Gcd.Arguments, BigInteger> {
  /** The arguments. */
  public record Arguments(BigInteger a, BigInteger b) {}

  @Override
  public BigInteger apply(Arguments argument, CallContext context) {
    return argument.a.gcd(argument.b);
  }
}
