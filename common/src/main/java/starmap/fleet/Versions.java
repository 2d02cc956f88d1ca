package starmap.fleet;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.regex.Pattern;

/** Which of several versions of a function a plain name means. */
public final class Versions {
  private static final Pattern BETWEEN_DIGITS_AND_OTHERS =
      Pattern.compile("(?<=[0-9])(?=[^0-9])|(?<=[^0-9])(?=[0-9])");

  /** From the oldest to the newest; what is not current comes before what is. */
  public static final Comparator<FunctionDescriptor> OLDEST_FIRST =
      Comparator.comparing((FunctionDescriptor one) -> one.origin().current())
          .thenComparing(one -> one.origin().since())
          .thenComparing(FunctionDescriptor::version, Versions::compare);

  private Versions() {}

  /** As people count: 2 before 10, and 1.9 before 1.10. */
  static int compare(String left, String right) {
    var a = BETWEEN_DIGITS_AND_OTHERS.split(left, -1);
    var b = BETWEEN_DIGITS_AND_OTHERS.split(right, -1);
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      int order = compareParts(a[i], b[i]);
      if (order != 0) {
        return order;
      }
    }
    return a.length == b.length ? left.compareTo(right) : Integer.compare(a.length, b.length);
  }

  private static int compareParts(String left, String right) {
    return isNumber(left) && isNumber(right)
        ? new BigInteger(left).compareTo(new BigInteger(right))
        : left.compareTo(right);
  }

  private static boolean isNumber(String part) {
    return !part.isEmpty() && part.chars().allMatch(one -> one >= '0' && one <= '9');
  }
}
