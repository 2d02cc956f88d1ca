package starmap.store;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Opens something on a thread of its own, because a client's own time for connecting may be much
 * longer than anybody here waits. What is ready too late is closed.
 */
final class Opening {
  private Opening() {}

  static <T> CompletableFuture<T> within(Duration time, Supplier<T> open, Consumer<T> close) {
    var opened = new CompletableFuture<T>();
    Thread.ofVirtual().name("starmap-connect").start(() -> run(open, close, opened));
    return opened.orTimeout(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static <T> void run(Supplier<T> open, Consumer<T> close, CompletableFuture<T> opened) {
    try {
      var made = open.get();
      if (!opened.complete(made)) {
        close.accept(made);
      }
    } catch (Throwable e) { // whoever waits must hear of it
      opened.completeExceptionally(e);
    }
  }
}
