package starmap.worker.function.builtin;

import java.util.Locale;
import starmap.function.CallContext;
import starmap.function.ItemFunction;
import starmap.function.StarmapFunction;

/** Turns a string into upper case. */
@StarmapFunction(
    name = "upper",
    description = "Turns a string into upper case.",
    example = "\"straw\"")
public final class Upper implements ItemFunction<String, String> {
  @Override
  public String apply(String argument, CallContext context) {
    return argument.toUpperCase(Locale.ROOT);
  }
}
