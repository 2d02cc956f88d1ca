package starmap.system;

import java.util.ArrayList;
import java.util.List;
import starmap.function.CallContext;
import starmap.function.ItemFunction;
import starmap.function.StarmapFunction;

/** Returns its number; negative ones do harm. */
@StarmapFunction(
    name = "test.poison",
    description = "Does harm on negative numbers.",
    example = "1")
public final class Poison implements ItemFunction<Long, Long> {
  /** Ends the worker process. */
  static final long EXIT = -1;

  /** Ends the worker process at once. */
  static final long HALT = -2;

  /** Runs for ever, and does not react to an interrupt. */
  static final long LOOP = -3;

  /** Uses up the stack. */
  static final long STACK = -4;

  /** Uses up the heap. */
  static final long HEAP = -5;

  private static final int MUCH = 1 << 28;
  private static volatile boolean ends;

  @Override
  public Long apply(Long argument, CallContext context) {
    switch (argument.intValue()) {
      case (int) EXIT -> System.exit(3);
      case (int) HALT -> Runtime.getRuntime().halt(4);
      case (int) LOOP -> loop();
      case (int) STACK -> deeper(0);
      case (int) HEAP -> fill();
      default -> {}
    }
    return argument;
  }

  private static void loop() {
    while (!ends) {
      Thread.onSpinWait();
    }
  }

  private static long deeper(long depth) {
    return ends ? depth : deeper(depth + 1) + 1;
  }

  private static int fill() {
    List<long[]> all = new ArrayList<>();
    while (!ends) {
      all.add(new long[MUCH]);
    }
    return all.size();
  }
}
