package starmap.worker.claim;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import starmap.chunk.ClaimedChunk;
import starmap.worker.execute.ChunkRunner;
import starmap.worker.execute.FunctionRuntime;
import starmap.worker.execute.ItemSource;

/** A function of which one item takes as long as a test wants; all others are through at once. */
final class Boulder implements FunctionRuntime, ChunkRunner.Functions {
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch gone = new CountDownLatch(1);
  private final List<String> begun = new CopyOnWriteArrayList<>();
  private final long index;

  /** The item of this index takes long. */
  Boulder(long index) {
    this.index = index;
  }

  /** Whether the long item is at work. */
  boolean isReached() {
    return reached.getCount() == 0;
  }

  /** Lets the long item end. */
  void moveAway() {
    gone.countDown();
  }

  /** Items that were begun, as {@code index/attempt}. */
  List<String> begun() {
    return begun;
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
        if (progress.index() == index) {
          reached.countDown();
          gone.await();
        }
        progress.value(items.raw().toString().getBytes(UTF_8));
      } catch (InterruptedException e) {
        progress.failure("InterruptedException", "");
      }
    }
  }
}
