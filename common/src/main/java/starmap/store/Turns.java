package starmap.store;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Bounds how many calls are on their way on one connection. Thousands at once would wait for each
 * other's answers until their time is over, and all fail together with the connection. The time of
 * a call begins with its turn, and whoever waits for a turn waits as long as others are answered.
 */
final class Turns {
  private final Duration patience;
  private final Semaphore free;
  private volatile long heard = System.nanoTime();

  /**
   * Turns of one connection.
   *
   * @param most calls on their way
   * @param patience a connection that is silent for so long while calls are on their way is dead
   */
  Turns(int most, Duration patience) {
    this.patience = patience;
    this.free = new Semaphore(most, true);
  }

  /** Makes a call when it is its turn, and gives the turn back with the answer. */
  <T> CompletionStage<T> take(Supplier<CompletionStage<T>> call)
      throws InterruptedException, TimeoutException {
    await();
    boolean sent = false;
    try {
      var answer = call.get();
      sent = true;
      return answer.whenComplete((_, e) -> end(e == null || RedisFailures.isAnswer(e)));
    } finally {
      if (!sent) {
        free.release();
      }
    }
  }

  /** Whether no call was answered lately: what was late is lost, and not merely behind others. */
  boolean isSilent() {
    return System.nanoTime() - heard >= patience.toNanos();
  }

  private void await() throws InterruptedException, TimeoutException {
    while (!free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
      if (isSilent()) {
        throw new TimeoutException("nobody is answered");
      }
    }
  }

  private void end(boolean answered) {
    if (answered) {
      heard = System.nanoTime();
    }
    free.release();
  }
}
