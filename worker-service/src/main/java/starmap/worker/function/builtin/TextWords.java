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
    int words = 0;
    boolean inside = false;
    for (int i = 0; i < argument.length(); i++) {
      boolean space = isSpace(argument.charAt(i));
      words += !space && !inside ? 1 : 0;
      inside = !space;
    }
    return words;
  }

  /** As Python's {@code str.split}: no-break spaces separate words, too. */
  private static boolean isSpace(char one) {
    return Character.isWhitespace(one) || Character.isSpaceChar(one);
  }
}
