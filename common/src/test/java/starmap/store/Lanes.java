package starmap.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;

/** Several servers, so that what mostly waits for answers is done several times at once. */
final class Lanes {
  private static final int COUNT = 4;

  private final BlockingQueue<Redis> free = new ArrayBlockingQueue<>(COUNT);

  /** On the server of {@code redis} and others like it. */
  Lanes(Redis redis) {
    for (int i = 0; i < COUNT; i++) {
      free.add(redis.lane(i));
    }
  }

  /** Does a task for each number below {@code count}; the first failure ends it. */
  <T> List<T> map(int count, BiFunction<Redis, Integer, T> task) {
    try (var threads = Executors.newFixedThreadPool(COUNT)) {
      var futures = new ArrayList<Future<T>>();
      for (int i = 0; i < count; i++) {
        int number = i;
        futures.add(threads.submit(() -> onFreeLane(task, number)));
      }
      var results = new ArrayList<T>();
      try {
        for (var future : futures) {
          results.add(future.get());
        }
      } catch (ExecutionException e) {
        threads.shutdownNow();
        throw e.getCause() instanceof Error error ? error : new AssertionError(e.getCause());
      } catch (InterruptedException e) {
        threads.shutdownNow();
        throw new AssertionError(e);
      }
      return results;
    }
  }

  private <T> T onFreeLane(BiFunction<Redis, Integer, T> task, int number)
      throws InterruptedException {
    var lane = free.take();
    try {
      return task.apply(lane, number);
    } finally {
      lane.beginAnew();
      free.add(lane);
    }
  }
}
