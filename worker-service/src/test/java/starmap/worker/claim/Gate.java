package starmap.worker.claim;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import starmap.chunk.ClaimedChunk;
import starmap.worker.execute.ChunkRunner;
import starmap.worker.execute.FunctionRuntime;
import starmap.worker.execute.ItemSource;

/** A function that lets a test say when each item is through. */
final class Gate implements FunctionRuntime, ChunkRunner.Functions {
  private final Semaphore passes = new Semaphore(0);
  private final List<String> begun = new CopyOnWriteArrayList<>();

  /** Lets so many items through. */
  void open(int items) {
    passes.release(items);
  }

  /** Items that were begun, as {@code index/attempt}. */
  List<String> begun() {
    return begun;
  }

  /** Whether an item waits. */
  boolean hasWaiting() {
    return passes.hasQueuedThreads();
  }

  @Override
  public Optional<FunctionRuntime> find(String pinned) {
    return Optional.of(this);
  }

  @Override
  public void run(ClaimedChunk chunk, ItemSource items, Progress progress) {
    while (progress.wantsMore() && items.next()) {
      begun.add(progress.index() + "/" + chunk.attempt());
      try {
        passes.acquire();
        progress.value(items.raw().toString().getBytes(UTF_8));
      } catch (InterruptedException e) {
        progress.failure("InterruptedException", "");
      }
    }
  }
}
