package starmap.worker.held;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import starmap.store.JobStore;
import starmap.store.StoreException;

/**
 * Watches that items keep their time-out. One that does not even react to an interrupt can only be
 * ended together with the process: it is written into its lease first, so that it can be named.
 */
public final class ItemWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ItemWatch.class);
  private static final Duration PERIOD = Duration.ofMillis(50);

  private final HeldChunks held;
  private final JobStore store;
  private final Consumer<List<HeldChunk>> giveUp;
  private final CountDownLatch stopped = new CountDownLatch(1);

  /** {@code giveUp} ends the process because of chunks that do not end. */
  public ItemWatch(HeldChunks held, JobStore store, Consumer<List<HeldChunk>> giveUp) {
    this.held = held;
    this.store = store;
    this.giveUp = giveUp;
  }

  /** Watches until closed. */
  public void start() {
    var _ = Thread.ofPlatform().daemon().name("starmap-item-watch").start(this::loop);
  }

  /** Looks once. False where the process must end. */
  public boolean runOnce() {
    var stuck = held.checkItems(System.nanoTime());
    if (stuck.isEmpty()) {
      return true;
    }
    LOG.atError()
        .addKeyValue("chunks", stuck.stream().map(HeldChunk::id).toList())
        .log(
            "an item goes on long after its time-out; this worker ends, because only that ends it");
    writeAhead(stuck);
    giveUp.accept(stuck);
    return false;
  }

  @Override
  public void close() {
    stopped.countDown();
  }

  private void writeAhead(List<HeldChunk> stuck) {
    try {
      var _ = store.extend(stuck.stream().map(HeldChunk::suspectLease).toList());
    } catch (StoreException e) {
      LOG.atInfo().addKeyValue("cause", e.getMessage()).log("the item could not be written ahead");
    }
  }

  private void loop() {
    try {
      while (!stopped.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS) && runOnce()) {
        Thread.onSpinWait();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
