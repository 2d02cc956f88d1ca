package starmap.worker.function.builtin;

import java.util.BitSet;
import java.util.concurrent.CancellationException;
import starmap.function.CallContext;
import starmap.function.InvalidArgumentException;
import starmap.function.ItemFunction;
import starmap.function.StarmapFunction;

/** Counts the primes up to and including a number, with a sieve of the odd numbers. */
@StarmapFunction(
    name = "primes.count",
    description = "Counts the primes up to and including a number.",
    example = "100")
public final class PrimesCount implements ItemFunction<Integer, Integer> {
  private static final int LARGEST = 100_000_000;

  @Override
  public Integer apply(Integer limit, CallContext context) {
    if (limit < 0 || limit > LARGEST) {
      throw new InvalidArgumentException("the number must be between 0 and " + LARGEST);
    }
    if (limit < 2) {
      return 0;
    }
    int odd = (limit + 1) / 2; // bit i stands for 2i + 1; bit 0 stands for 2 instead of 1
    var composite = new BitSet(odd);
    for (int i = 1; (2L * i + 1) * (2L * i + 1) <= limit; i++) {
      if (context.isCancelled()) {
        throw new CancellationException();
      }
      if (!composite.get(i)) {
        strike(composite, 2 * i + 1, odd);
      }
    }
    return odd - composite.cardinality();
  }

  private static void strike(BitSet composite, int prime, int odd) {
    for (int i = prime * prime / 2; i < odd; i += prime) {
      composite.set(i);
    }
  }
}
