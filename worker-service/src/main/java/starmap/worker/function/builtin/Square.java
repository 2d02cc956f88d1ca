package starmap.worker.function.builtin;

import starmap.function.CallContext;
import starmap.function.ItemFunction;
import starmap.function.StarmapFunction;

/** Multiplies a number by itself; integers stay exact. */
@StarmapFunction(
    name = "square",
    description = "Multiplies a number by itself; integers stay exact.",
    example = "12")
public final class Square implements ItemFunction<Number, Number> {
  @Override
  public Number apply(Number argument, CallContext context) {
    return Powers.square(argument);
  }
}
