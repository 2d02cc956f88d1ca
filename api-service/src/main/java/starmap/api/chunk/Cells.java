package starmap.api.chunk;

import java.util.Arrays;

/**
 * Items counted by where they lie in the range of indexes, in a fixed number of cells; they double
 * their width when the range outgrows them.
 */
final class Cells {
  private static final int MOST = 512;

  private final long[] recorded = new long[MOST];
  private final long[] failed = new long[MOST];
  private long width;

  /** For so many items, or more should more arrive. */
  Cells(long total) {
    width = Math.max(1, Math.ceilDiv(total, MOST));
  }

  /** How many items one cell has. */
  long width() {
    return width;
  }

  /** Makes room for so many items. */
  void cover(long total) {
    while (total > width * MOST) {
      halve(recorded);
      halve(failed);
      width *= 2;
    }
  }

  /**
   * Counts a recorded stretch. Where in it an item failed its segment alone knows, so failed items
   * are spread evenly over the cells of the stretch.
   */
  void add(long start, int length, int failures) {
    cover(start + length);
    spread(recorded, start, length, length);
    if (failures > 0) {
      spread(failed, start, length, failures);
    }
  }

  /** Counts all items before an index as recorded. */
  void addPrefix(long end) {
    cover(end);
    spread(recorded, 0, end, end);
  }

  /** Items with a result, by cell, of the first {@code total} items. */
  long[] recorded(long total) {
    return Arrays.copyOf(recorded, count(total));
  }

  /** Items with an error. */
  long[] failed(long total) {
    return Arrays.copyOf(failed, count(total));
  }

  /** Cells of the same width, all empty. */
  long[] empty(long total) {
    return new long[count(total)];
  }

  /** Puts {@code amount} evenly into the cells of a stretch, in whole numbers. */
  void spread(long[] cells, long start, long length, long amount) {
    long end = Math.min(start + length, width * cells.length);
    for (long at = start; at < end; ) {
      int cell = (int) (at / width);
      long next = Math.min(end, (cell + 1) * width);
      cells[cell] +=
          amount == length
              ? next - at // however many these are
              : amount * (next - start) / length - amount * (at - start) / length;
      at = next;
    }
  }

  private int count(long total) {
    return (int) Math.min(MOST, Math.ceilDiv(total, width));
  }

  private static void halve(long[] cells) {
    for (int i = 0; i < MOST; i++) {
      cells[i] = i < MOST / 2 ? cells[2 * i] + cells[2 * i + 1] : 0;
    }
  }
}
