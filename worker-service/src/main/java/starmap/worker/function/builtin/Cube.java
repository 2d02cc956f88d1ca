package starmap.worker.function.builtin;

import starmap.function.CallContext;
import starmap.function.ItemFunction;
import starmap.function.StarmapFunction;

/** Raises a number to the third power; integers stay exact. */
@StarmapFunction(
    name = "cube",
    description = "Raises a number to the third power; integers stay exact.",
    example = "3")
public final class Cube implements ItemFunction<Number, Number> {
  @Override
  public Number apply(Number argument, CallContext context) {
    return Powers.power(argument, 3);
  }
}
