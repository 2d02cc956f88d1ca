package starmap.worker.function;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The order of versions: numbers within count as numbers, so that 10 comes after 2. */
final class Versions implements Comparator<String> {
  static final Versions ORDER = new Versions();

  private static final Pattern PART = Pattern.compile("[0-9]+|[^0-9]+");

  private Versions() {}

  @Override
  public int compare(String one, String other) {
    var left = parts(one);
    var right = parts(other);
    for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
      int order = comparePart(left.get(i), right.get(i));
      if (order != 0) {
        return order;
      }
    }
    int order = Integer.compare(left.size(), right.size());
    return order != 0 ? order : one.compareTo(other); // 1 and 01 are two versions
  }

  private static List<String> parts(String version) {
    return PART.matcher(version).results().map(MatchResult::group).toList();
  }

  private static int comparePart(String one, String other) {
    return isNumber(one) && isNumber(other)
        ? new BigInteger(one).compareTo(new BigInteger(other))
        : one.compareTo(other);
  }

  private static boolean isNumber(String part) {
    return part.charAt(0) >= '0' && part.charAt(0) <= '9';
  }
}
