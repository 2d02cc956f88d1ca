package starmap.api.testing;

import java.util.function.Predicate;
import starmap.function.CallContext;
import starmap.function.ItemFunction;
import starmap.function.RawJson;
import starmap.function.StarmapFunction;

/** Returns the item, unless it is one of those that are broken at the moment. */
@StarmapFunction(name = "test.mendable", description = "Fails on what a test says.", example = "1")
public final class Mendable implements ItemFunction<RawJson, RawJson> {
  private static volatile Predicate<String> broken = _ -> false;

  /** From now on it fails on these items, given as they were sent. */
  public static void breakOn(Predicate<String> items) {
    broken = items;
  }

  /** From now on it fails on none. */
  public static void mend() {
    broken = _ -> false;
  }

  @Override
  public RawJson apply(RawJson argument, CallContext context) {
    if (broken.test(argument.toString())) {
      throw new IllegalStateException("broken");
    }
    return argument;
  }
}
