package starmap.worker.function.builtin;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.concurrent.CancellationException;
import starmap.function.CallContext;
import starmap.function.InvalidArgumentException;
import starmap.function.ItemFunction;
import starmap.function.StarmapFunction;

/**
 * π to a number of decimal places, by the series of D. Bailey, P. Borwein and S. Plouffe, "On the
 * Rapid Computation of Various Polylogarithmic Constants", Mathematics of Computation 66 (1997): π
 * = Σ 16⁻ᵏ (4/(8k+1) − 2/(8k+4) − 1/(8k+5) − 1/(8k+6)).
 */
@StarmapFunction(
    name = "pi.bbp",
    description =
        "Pi to a number of decimal places, as a string, by the Bailey-Borwein-Plouffe series.",
    example = "20")
public final class PiBbp implements ItemFunction<Integer, String> {
  private static final int MOST_PLACES = 10_000;
  private static final int GUARD = 10;

  @Override
  public String apply(Integer places, CallContext context) {
    if (places < 1 || places > MOST_PLACES) {
      throw new InvalidArgumentException("decimal places must be between 1 and " + MOST_PLACES);
    }
    // fixed point: integers scaled by a power of ten, with guard digits against the rounding of
    // each term
    var scale = BigInteger.TEN.pow(places + GUARD);
    var sum = BigInteger.ZERO;
    for (long k = 0; scale.signum() != 0; k++) {
      if (context.isCancelled()) {
        throw new CancellationException();
      }
      sum = sum.add(part(scale, 4, 8 * k + 1)).subtract(part(scale, 2, 8 * k + 4));
      sum = sum.subtract(part(scale, 1, 8 * k + 5)).subtract(part(scale, 1, 8 * k + 6));
      scale = scale.shiftRight(4);
    }
    var digits =
        new BigDecimal(sum, places + GUARD).round(new MathContext(places + 1, RoundingMode.DOWN));
    return digits.toPlainString();
  }

  private static BigInteger part(BigInteger scale, long numerator, long denominator) {
    return scale.multiply(BigInteger.valueOf(numerator)).divide(BigInteger.valueOf(denominator));
  }
}
