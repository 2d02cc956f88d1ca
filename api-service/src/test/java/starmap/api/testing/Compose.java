package starmap.api.testing;

import java.util.List;
import starmap.function.CallContext;
import starmap.function.ItemFunction;
import starmap.function.StarmapFunction;

/**
 * Does one affine map after the other, modulo a prime: associative, but not commutative. One whose
 * slope is 0 cannot come second.
 */
@StarmapFunction(
    name = "test.compose",
    description = "Composes two affine maps, each an array of slope and intercept.",
    example = "[[2, 1], [3, 5]]")
public final class Compose implements ItemFunction<Compose.Arguments, List<Long>> {
  /** The prime. */
  public static final long MODULUS = 1_000_003;

  /** The arguments, of two elements each. */
  public record Arguments(List<Long> first, List<Long> second) {}

  @Override
  public List<Long> apply(Arguments argument, CallContext context) {
    return compose(argument.first, argument.second);
  }

  /** The map that applies {@code first}, and then {@code second}. */
  public static List<Long> compose(List<Long> first, List<Long> second) {
    if (second.get(0) == 0) {
      throw new IllegalArgumentException("a slope of 0");
    }
    return List.of(
        first.get(0) * second.get(0) % MODULUS,
        (first.get(1) * second.get(0) + second.get(1)) % MODULUS);
  }
}
