package starmap.worker.held;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import starmap.chunk.Settlement;
import starmap.log.LogKey;
import starmap.store.JobStore;
import starmap.store.StoreException;

/**
 * Watches that items keep their time-out. One that does not even react to an interrupt can only be
 * ended together with the process: what becomes of it is written first.
 */
public final class ItemWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ItemWatch.class);
  private static final Duration PERIOD = Duration.ofMillis(50);

  private final HeldChunks held;
  private final JobStore store;
  private final Function<HeldChunk, Optional<Settlement>> lastWord;
  private final Consumer<List<HeldChunk>> giveUp;
  private final CountDownLatch stopped = new CountDownLatch(1);

  /**
   * {@code giveUp} ends the process because of chunks that do not end; before, {@code lastWord} of
   * each is written.
   */
  public ItemWatch(
      HeldChunks held,
      JobStore store,
      Function<HeldChunk, Optional<Settlement>> lastWord,
      Consumer<List<HeldChunk>> giveUp) {
    this.held = held;
    this.store = store;
    this.lastWord = lastWord;
    this.giveUp = giveUp;
  }

  /** Watches until closed. */
  public void start() {
    var _ = Thread.ofPlatform().daemon().name("starmap-item-watch").start(this::loop);
  }

  /** Looks once, at a time of {@link System#nanoTime}. False where the process must end. */
  public boolean runOnce(long now) {
    var stuck = held.checkItems(now);
    var words = stuck.stream().map(lastWord).flatMap(Optional::stream).toList();
    if (words.isEmpty()) {
      return true;
    }
    stuck.forEach(ItemWatch::tell);
    settle(words);
    giveUp.accept(stuck);
    return false;
  }

  @Override
  public void close() {
    stopped.countDown();
  }

  private static void tell(HeldChunk stuck) {
    LOG.atError()
        .addKeyValue(LogKey.CHUNK, stuck.id())
        .log(
            "an item goes on long after its time-out; this worker ends, because only that ends it");
  }

  private void settle(List<Settlement> words) {
    try {
      var _ = store.settle(words);
    } catch (StoreException e) {
      LOG.atInfo()
          .addKeyValue(LogKey.CAUSE, e.getMessage())
          .log("the item could not be recorded; it will be found out by its next victims");
    }
  }

  private void loop() {
    try {
      boolean goOn = true;
      while (goOn && !stopped.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS)) {
        goOn = survives();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean survives() {
    try {
      return runOnce(System.nanoTime());
    } catch (Throwable e) { // without the watch no time-out would be kept
      LOG.error("a look at the items failed; the next one comes soon", e);
      return true;
    }
  }
}
