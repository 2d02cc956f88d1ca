package starmap.store;

import java.util.ArrayList;
import java.util.List;

/** Cuts folded values into those that become one, in order. */
final class Runs {
  private static final int MOST = 256;
  private static final int MOST_BYTES = 1 << 19;

  private Runs() {}

  /**
   * As many as one call may take; {@code neighbours} where nothing may lie between them. At least
   * two where there are two, however long they are.
   */
  static List<List<Folded>> of(List<Folded> all, boolean neighbours) {
    var runs = new ArrayList<List<Folded>>();
    var run = new ArrayList<Folded>();
    int bytes = 0;
    for (var one : all) {
      boolean fits = run.size() < 2 || (run.size() < MOST && bytes < MOST_BYTES);
      if (!run.isEmpty() && (!fits || (neighbours && run.getLast().end() != one.start()))) {
        runs.add(List.copyOf(run));
        run.clear();
        bytes = 0;
      }
      run.add(one);
      bytes += one.stored().length;
    }
    runs.add(List.copyOf(run));
    return runs;
  }
}
