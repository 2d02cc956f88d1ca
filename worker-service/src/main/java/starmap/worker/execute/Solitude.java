package starmap.worker.execute;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import starmap.worker.held.Drain;
import starmap.worker.held.HeldChunk;

/**
 * Finds out whose fault it is that memory is used up: an item that lacks it among others may be
 * their victim, so it is tried once more alone. A worker whose memory does not come back ends.
 */
final class Solitude {
  private static final Logger LOG = LoggerFactory.getLogger(Solitude.class);

  private final HeldChunk held;
  private final Company company;
  private final Drain drain;

  Solitude(HeldChunk held, Company company, Drain drain) {
    this.held = held;
    this.company = company;
    this.drain = drain;
  }

  /** Calls an item again that failed with {@code error}. */
  <T> T call(OutOfMemoryError error, Callable<T> item) throws Exception {
    if (held.claimed().strikes() > 0) {
      throw blame(error); // it was alone
    }
    if (!company.expel(held)) {
      held.end(HeldChunk.End.HAND_BACK);
      throw new CancellationException();
    }
    try {
      Memory.endIfUsedUp();
      return item.call();
    } catch (OutOfMemoryError again) {
      throw blame(again);
    } finally {
      company.readmit();
    }
  }

  /** The error is the item's own. The rest of the chunk goes elsewhere if there is no memory. */
  private OutOfMemoryError blame(OutOfMemoryError error) {
    if (!Memory.isBack()) {
      Memory.freeReserve();
      LOG.atError()
          .addKeyValue("chunk", held.id())
          .log("an item used up the memory and does not give it back; this worker ends");
      drain.request();
      var _ = Thread.ofPlatform().daemon().start(() -> System.exit(Memory.USED_UP));
    }
    return error;
  }
}
