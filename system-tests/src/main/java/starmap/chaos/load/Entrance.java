package starmap.chaos.load;

import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Where requests go in. */
public interface Entrance {
  /** The API process for the next request. */
  URI next() throws InterruptedException;

  /** Whether every request must be answered, because nothing is hit without warning. */
  default boolean isSteady() {
    return false;
  }

  /** One after the other, dead or alive. */
  static Entrance inTurn(List<URI> addresses) {
    var turn = new AtomicInteger();
    return () -> addresses.get(Math.floorMod(turn.getAndIncrement(), addresses.size()));
  }
}
