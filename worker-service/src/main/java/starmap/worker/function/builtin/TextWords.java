package starmap.worker.function.builtin;

import starmap.function.CallContext;
import starmap.function.ItemFunction;
import starmap.function.StarmapFunction;

/** Counts the words of a text, as separated by white space. */
@StarmapFunction(
    name = "text.words",
    description = "Counts the words of a text, as separated by white space.",
    example = "\"to be or not to be\"")
public final class TextWords implements ItemFunction<String, Integer> {
  @Override
  public Integer apply(String argument, CallContext context) {
    return argument.isBlank() ? 0 : argument.strip().split("\\s+").length;
  }
}
