package starmap.worker.function.builtin;

import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import starmap.function.CallContext;
import starmap.function.InvalidArgumentException;
import starmap.function.ItemFunction;
import starmap.function.StarmapFunction;

/**
 * Counts random points of the unit square that lie inside the quarter circle: 4 × the share of them
 * estimates π.
 */
@StarmapFunction(
    name = "pi.inside",
    description =
        "Counts how many of `samples` random points lie inside the quarter circle; 4 times their share estimates pi.",
    example = "[1, 1000]")
public final class PiInside implements ItemFunction<PiInside.Arguments, Long> {
  private static final int LOOK_EVERY = 1 << 20;

  /**
   * The arguments.
   *
   * @param seed makes the count reproducible
   * @param samples number of points, 0 or more
   */
  public record Arguments(long seed, long samples) {}

  @Override
  public Long apply(Arguments argument, CallContext context) {
    if (argument.samples < 0) {
      throw new InvalidArgumentException("samples must be 0 or more");
    }
    var random = new SplittableRandom(argument.seed);
    long inside = 0;
    for (long i = 0; i < argument.samples; i++) {
      if (i % LOOK_EVERY == 0 && context.isCancelled()) {
        throw new CancellationException();
      }
      double x = random.nextDouble();
      double y = random.nextDouble();
      inside += x * x + y * y <= 1 ? 1 : 0;
    }
    return inside;
  }
}
