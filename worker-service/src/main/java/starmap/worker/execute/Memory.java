package starmap.worker.execute;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The heap of this worker after somebody had too little of it. */
public final class Memory {
  /** EX_SOFTWARE of sysexits.h. */
  static final int USED_UP = 70;

  private static final double FULL = 0.75;
  private static final int BYTES = 2 << 20;
  private static final List<byte[]> RESERVE = new CopyOnWriteArrayList<>(List.of(new byte[BYTES]));

  private Memory() {}

  /** Whether the item has given back what it took. */
  static boolean isBack() {
    System.gc();
    var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    return heap.getUsed() < FULL * heap.getMax();
  }

  /**
   * Ends the process at once where the memory does not come back. That is charged to all that is
   * held here, and whose fault it was is found out one by one.
   */
  public static void endIfUsedUp() {
    if (!isBack()) {
      Runtime.getRuntime().halt(USED_UP);
    }
  }

  /** Frees what is needed to end in good order. */
  static void freeReserve() {
    RESERVE.clear();
  }
}
