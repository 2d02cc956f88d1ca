package starmap.worker.function;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import starmap.worker.execute.FunctionRuntime;
import starmap.worker.execute.ItemSource;

/**
 * Runs several items of a chunk at a time, each on a virtual thread, and tells their values in
 * order. An item's time-out begins when it is the first in order. All have ended when the run has.
 */
final class ConcurrentRun {
  /**
   * Values that may wait for the first in order: so many bytes, should all be as large as one was.
   */
  private static final long MOST_BYTES = 64 << 20;

  private final Call call;
  private final int most;
  private final FunctionRuntime.Progress progress;
  private final Queue<Flight> flights = new ArrayDeque<>();
  private int largest;
  private boolean isEnd;

  /** How one item is run. */
  interface Call {
    /** Reads the argument; the item is the one at which the source stands. */
    Object read(ItemSource items);

    /** Computes the value; on any thread, at the same time as others. */
    byte[] value(Object argument, long index) throws Exception;

    /** Tells what became of the item at hand. */
    void fail(Throwable e);
  }

  ConcurrentRun(Call call, int most, FunctionRuntime.Progress progress) {
    this.call = call;
    this.most = most;
    this.progress = progress;
  }

  void run(ItemSource items) {
    try {
      while (beginSome(items) && progress.wantsMore() && beginOne(items)) {
        var first = flights.element();
        if (!first.isOver(progress)) {
          return;
        }
        flights.remove();
        tell(first);
      }
    } finally {
      flights.forEach(Flight::interrupt);
      flights.forEach(Flight::end);
    }
  }

  /** Begins what may be begun. False where all is done. */
  private boolean beginSome(ItemSource items) {
    while (!isEnd && hasRoom() && progress.mayBegin(most)) {
      begin(items);
    }
    return !isEnd || !flights.isEmpty();
  }

  /** Where nothing may be begun ahead, begins the item at hand. */
  private boolean beginOne(ItemSource items) {
    if (flights.isEmpty()) {
      begin(items);
    }
    return !flights.isEmpty();
  }

  private boolean hasRoom() {
    return flights.size() < most && (long) largest * flights.size() < MOST_BYTES;
  }

  private void begin(ItemSource items) {
    if (!items.next()) {
      isEnd = true;
      return;
    }
    var flight = new Flight(progress.index() + flights.size());
    flight.begin(items);
    flights.add(flight);
    items.skip();
  }

  private void tell(Flight flight) {
    if (flight.value != null) {
      largest = Math.max(largest, flight.value.length);
      progress.value(flight.value);
    } else {
      call.fail(flight.error == null ? new IllegalStateException("no value") : flight.error);
    }
  }

  /** One item at work. */
  private final class Flight {
    private final long index;
    private byte @Nullable [] value;
    private @Nullable Throwable error;
    private @Nullable Thread thread;

    Flight(long index) {
      this.index = index;
    }

    void begin(ItemSource items) {
      try {
        var argument = call.read(items);
        thread = Thread.ofVirtual().name("starmap-item-" + index).start(() -> run(argument));
      } catch (Throwable e) { // the argument does not fit
        error = e;
      }
    }

    private void run(Object argument) {
      try {
        value = call.value(argument, index);
      } catch (Throwable e) { // an error of the function is an error of its item
        error = e;
      }
    }

    /** Waits for it, as the first in order. False where nobody wants it any more. */
    boolean isOver(FunctionRuntime.Progress progress) {
      while (thread != null) {
        try {
          thread.join();
          return true;
        } catch (InterruptedException _) {
          if (progress.isCancelled()) {
            return false;
          }
          interrupt(); // it takes too long
        }
      }
      return true;
    }

    void interrupt() {
      if (thread != null) {
        thread.interrupt();
      }
    }

    /** Waits for it, whatever comes: no thread of ours outlives its chunk. */
    void end() {
      while (thread != null) {
        try {
          thread.join();
          return;
        } catch (InterruptedException _) {
          interrupt();
        }
      }
    }
  }
}
