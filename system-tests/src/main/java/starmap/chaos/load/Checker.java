package starmap.chaos.load;

import java.util.BitSet;
import java.util.regex.Pattern;

/** Reads the results of one job and requires each index exactly once, in order, and right. */
final class Checker {
  private static final Pattern INDEX = Pattern.compile("^\\{\"index\":(\\d+),");

  private final SampleJob job;
  private final Violations violations;
  private final BitSet seen = new BitSet();
  private long next;

  Checker(SampleJob job, Violations violations) {
    this.job = job;
    this.violations = violations;
  }

  /** The index where reading goes on after a cut. */
  long next() {
    return next;
  }

  /** Whether the last index was read. */
  boolean isComplete() {
    return next >= job.total();
  }

  /** Takes a whole line of the results. */
  void accept(String line) {
    var matcher = INDEX.matcher(line);
    if (!matcher.find()) {
      add(Violations.Kind.WRONG, line);
      return;
    }
    long index = Long.parseLong(matcher.group(1));
    if (index >= job.total() || !job.isRight(index, line)) {
      add(Violations.Kind.WRONG, line);
    }
    if (index >= job.total()) {
      return;
    }
    if (seen.get((int) index)) {
      add(Violations.Kind.DUPLICATED, line);
    } else if (index < next) {
      add(Violations.Kind.MISORDERED, line);
    }
    seen.set((int) index);
    next = Math.max(next, index + 1);
  }

  /** Everything was read: what is missing is lost. */
  void finish() {
    for (int i = seen.nextClearBit(0); i < job.total(); i = seen.nextClearBit(i + 1)) {
      add(Violations.Kind.LOST, "index " + i);
    }
  }

  private void add(Violations.Kind kind, String what) {
    violations.add(kind, what + " of " + job);
  }
}
