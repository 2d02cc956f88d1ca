package starmap.chaos.load;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** What Starmap promised and did not keep. */
public final class Violations {
  private static final int MOST_EXAMPLES = 20;

  private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
  private final List<String> examples = new CopyOnWriteArrayList<>();

  /** Ways to break a promise. */
  public enum Kind {
    /** An index without a result. */
    LOST,
    /** An index with more than one. */
    DUPLICATED,
    /** An index behind a higher one. */
    MISORDERED,
    /** A result that is not what the function gives. */
    WRONG,
    /** A stream of results that ended in good order, though not all were sent. */
    CUT_SHORT,
    /** A request that was right and was refused for good. */
    REFUSED,
    /** An answer that says that Starmap made a mistake, status 500. */
    INTERNAL,
    /** An accepted job that did not end, or vanished. */
    NOT_ENDED,
    /** A request that broke off, though the process was ready when it was sent. */
    NO_ANSWER,
    /** An attempt that cost more than the first one, though no worker was killed. */
    CHARGED
  }

  /** Notes one. */
  public synchronized void add(Kind kind, String example) {
    counts.merge(kind, 1L, Long::sum);
    if (examples.size() < MOST_EXAMPLES) {
      examples.add(kind + ": " + example);
    }
  }

  /** How many of a kind. */
  public synchronized long count(Kind kind) {
    return counts.getOrDefault(kind, 0L);
  }

  /** Whether there is none. */
  public synchronized boolean isEmpty() {
    return counts.isEmpty();
  }

  /** The first ones. */
  public List<String> examples() {
    return examples;
  }
}
