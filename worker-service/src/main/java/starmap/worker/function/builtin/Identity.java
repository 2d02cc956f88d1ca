package starmap.worker.function.builtin;

import starmap.function.CallContext;
import starmap.function.ItemFunction;
import starmap.function.RawJson;
import starmap.function.StarmapFunction;

/** Returns the item, byte for byte. */
@StarmapFunction(
    name = "identity",
    description = "Returns the item, byte for byte.",
    example = "{\"a\": 1.0}")
public final class Identity implements ItemFunction<RawJson, RawJson> {
  @Override
  public RawJson apply(RawJson argument, CallContext context) {
    return argument;
  }
}
