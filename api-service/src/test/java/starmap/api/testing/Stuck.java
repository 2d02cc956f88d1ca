package starmap.api.testing;

import java.util.concurrent.CountDownLatch;
import starmap.function.CallContext;
import starmap.function.ItemFunction;
import starmap.function.StarmapFunction;

/** Waits until it is interrupted, on positive numbers; a negative one fails at once. */
@StarmapFunction(name = "test.stuck", description = "Waits to be interrupted.", example = "0")
public final class Stuck implements ItemFunction<Long, Long> {
  @Override
  public Long apply(Long argument, CallContext context) throws InterruptedException {
    if (argument < 0) {
      throw new IllegalStateException("negative");
    }
    if (argument > 0) {
      new CountDownLatch(1).await();
    }
    return argument;
  }
}
