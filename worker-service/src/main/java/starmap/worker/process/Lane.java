package starmap.worker.process;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One after the other, the children that a run has at a time. */
final class Lane {
  /** How long a child may take to load what it needs. */
  private static final Duration MOST_START = Duration.ofMinutes(5);

  private static final byte[] NO_ITEMS = "[]\n".getBytes(US_ASCII);

  private final ChildPool pool;
  private final @Nullable String header;
  private @Nullable Child child;
  private int underWay;
  private boolean bereaved;
  private long heardAt;
  private long landedAt;

  /** {@code header} says how items are to be called; null where a child only knows one way. */
  Lane(ChildPool pool, @Nullable String header) {
    this.pool = pool;
    this.header = header;
  }

  boolean isOpen() {
    return child != null;
  }

  /** Number of flights that its child has. */
  int underWay() {
    return underWay;
  }

  /** When its child last said something. */
  long heardAt() {
    return heardAt;
  }

  /** When the last flight came back. */
  long landedAt() {
    return landedAt;
  }

  /** The child; {@link #open} comes first. */
  Child child() {
    return Objects.requireNonNull(child, "open() comes first");
  }

  /** How many more items the child takes. */
  int room() {
    return pool.room(child());
  }

  /** Sees to it that there is a child, and one that is ready where it can say so. */
  void open() throws StartException, InterruptedException {
    if (child != null) {
      return;
    }
    try {
      child = bereaved ? pool.fresh() : pool.take();
    } catch (IOException e) {
      throw new StartException(
          ItemError.passing("Crashed", "the child could not be started: " + e.getMessage()));
    }
    if (header != null) {
      child.tell(header);
      if (!child.isProven()) {
        awaitReady(child);
      }
    }
  }

  /** The child is replaced by the next {@link #open}, as it has taken all its items. */
  void renew() {
    pool.giveBack(child());
    child = null;
  }

  void send(Flight flight) {
    flight.send(child());
    underWay++;
  }

  /** A line of its child was read. */
  void heard() {
    heardAt = System.nanoTime();
    child().answered();
  }

  /** A flight is over. */
  void landed() {
    landedAt = heardAt;
    underWay--;
  }

  /** The child is of no use any more, and what it had must be sent again. */
  void lose() {
    if (child != null) {
      pool.drop(child);
    }
    child = null;
    underWay = 0;
    bereaved = true;
  }

  /** The run is over, and does not want so many answers. */
  void close(int unwanted) {
    if (child != null) {
      child.owe(unwanted);
      pool.giveBack(child);
    }
    child = null;
  }

  private void awaitReady(Child starting) throws StartException, InterruptedException {
    starting.process().send(NO_ITEMS);
    var next = starting.answers().next(MOST_START.toNanos());
    if (next == Answers.Next.LINE) {
      starting.prove();
      return;
    }
    var error =
        next == Answers.Next.END
            ? starting.process().death()
            : ItemError.passing("TimedOut", "the child was not ready after " + MOST_START);
    lose();
    throw new StartException(error);
  }
}
