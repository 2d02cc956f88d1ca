package bench;

import java.io.Serializable;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;

/** One function of one item; an array of numbers was packed by hand. */
public class Task implements Callable<Object>, Serializable {
  private static final long serialVersionUID = 1;
  private static final int SAMPLES = 4_000_000;

  private String function;
  private Object item;

  /** Redisson's codec needs it. */
  public Task() {}

  public Task(String function, Object item) {
    this.function = function;
    this.item = item;
  }

  @Override
  public Object call() throws InterruptedException {
    return switch (item) {
      case long[] numbers when function.equals("square") -> squares(numbers);
      case Long number when function.equals("square") -> number * number;
      case Long seed when function.equals("inside") -> inside(seed);
      case String text when function.equals("upper") -> text.toUpperCase(Locale.ROOT);
      case Double seconds when function.equals("sleep") -> sleep(seconds);
      default -> throw new IllegalArgumentException(function + " of " + item.getClass());
    };
  }

  private static long[] squares(long[] numbers) {
    var squares = new long[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      squares[i] = numbers[i] * numbers[i];
    }
    return squares;
  }

  /** How many of so many random points lie inside the unit circle. */
  private static long inside(long seed) {
    var random = new SplittableRandom(seed);
    long count = 0;
    for (int i = 0; i < SAMPLES; i++) {
      double x = random.nextDouble();
      double y = random.nextDouble();
      if (x * x + y * y <= 1) {
        count++;
      }
    }
    return count;
  }

  private static double sleep(double seconds) throws InterruptedException {
    Thread.sleep((long) (seconds * 1000));
    return seconds;
  }
}
