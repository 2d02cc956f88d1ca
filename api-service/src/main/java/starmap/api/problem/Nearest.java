package starmap.api.problem;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The name that somebody probably meant. */
final class Nearest {
  private static final int LONGEST = 256;

  private Nearest() {}

  /** The known name within a third of the given one's length, if there is one. */
  static Optional<String> of(String given, Collection<String> known) {
    if (given.length() > LONGEST) {
      return Optional.empty();
    }
    int most = Math.max(1, given.length() / 3);
    var distance = new LevenshteinDistance(most);
    return known.stream()
        .filter(name -> distance.apply(given, name) >= 0)
        .min(
            Comparator.comparingInt((String name) -> distance.apply(given, name))
                .thenComparing(Comparator.naturalOrder()));
  }
}
