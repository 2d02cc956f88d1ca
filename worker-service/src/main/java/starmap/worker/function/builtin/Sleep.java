package starmap.worker.function.builtin;

import java.util.concurrent.TimeUnit;
import starmap.function.CallContext;
import starmap.function.InvalidArgumentException;
import starmap.function.ItemFunction;
import starmap.function.StarmapFunction;

/** Sleeps for a number of seconds and returns it. */
@StarmapFunction(
    name = "sleep",
    description = "Sleeps for a number of seconds and returns it.",
    example = "0.1")
public final class Sleep implements ItemFunction<Number, Number> {
  private static final double LONGEST = TimeUnit.DAYS.toSeconds(1);

  @Override
  public Number apply(Number argument, CallContext context) throws InterruptedException {
    double seconds = argument.doubleValue();
    if (seconds < 0 || seconds > LONGEST) {
      throw new InvalidArgumentException("seconds must be between 0 and " + LONGEST);
    }
    TimeUnit.NANOSECONDS.sleep((long) (seconds * 1e9));
    return argument;
  }
}
