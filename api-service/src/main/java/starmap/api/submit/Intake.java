package starmap.api.submit;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import starmap.api.connection.Arrivals;
import starmap.api.progress.ProgressBoard;
import starmap.chunk.Block;

/**
 * Reads the items of a body as they arrive, and feeds them into the store. What is complete is put
 * whenever the sender pauses; where too much waits, nothing is read, so that the sender waits, too.
 */
final class Intake implements AutoCloseable {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final Opening opening;
  private final Arrivals arrivals;
  private final Feed feed;
  private final ProgressBoard.Watch watch;
  private final CountDownLatch moving = new CountDownLatch(1);
  private @Nullable Items body;
  private volatile boolean paused;
  private volatile boolean whole;

  /** Begins to read a body. */
  @FunctionalInterface
  interface Opening {
    Items open(Arrivals arrivals) throws IOException;
  }

  Intake(
      HttpServletRequest request,
      Opening opening,
      Function<Feed.Room, Feed> feeds,
      ProgressBoard.Watch watch)
      throws IOException {
    this.opening = opening;
    this.arrivals = new Arrivals(request, this::pause);
    this.feed = feeds.apply(this::awaitRoom);
    this.watch = watch;
  }

  /**
   * Reads until the body ends, the job wants no more or {@link #stop} is called. At the body's end
   * the input is complete where {@code sealed}.
   */
  void run(boolean sealed) throws IOException {
    try {
      var items = opening.open(arrivals);
      body = items;
      for (var block = items.next(); block != null; block = items.next()) {
        take(block);
      }
      if (sealed) {
        var _ = feed.end();
      }
      whole = true;
    } catch (Unwanted _) {
      // the rest is not read
    }
  }

  /** {@link #run} is over, and whoever ran it has noted how. */
  void ended() {
    moving.countDown();
  }

  /** From any thread: nobody wants the rest. */
  void stop() {
    arrivals.end();
  }

  /** Whether the body was read to its end. */
  boolean isWhole() {
    return whole;
  }

  /** How many items are in the store, once it has put some there. */
  long items() {
    return feed.items();
  }

  /** Whether the sender pauses, and exactly so many items came from it. */
  boolean isPausedAt(long items) {
    return paused && feed.items() == items;
  }

  /**
   * Waits until the input is complete, the sender pauses, too much waits, or some of it has been
   * there for a while. Clients that send everything before they read are served best so.
   */
  void awaitStart(Duration time) throws InterruptedException {
    boolean begun = false;
    while (!begun) {
      begun = moving.await(time.toNanos(), TimeUnit.NANOSECONDS) || feed.items() > 0;
    }
  }

  @Override
  public void close() {
    watch.close();
  }

  private void take(Block block) {
    paused = false;
    if (!feed.take(block)) {
      throw new Unwanted();
    }
  }

  private void pause() {
    var early = body == null ? null : body.early();
    if (early != null) {
      take(early);
    }
    if (feed.isHolding() && !feed.flush()) {
      throw new Unwanted();
    }
    if (feed.items() > 0) {
      paused = true;
      moving.countDown();
    }
  }

  private void awaitRoom() {
    moving.countDown();
    if (arrivals.isEnded()) {
      throw new Unwanted();
    }
    watch.await(LOOK_AGAIN);
  }

  /** Leads out of the parser, from whose reading it is thrown. */
  private static final class Unwanted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unwanted() {
      super(null, null, false, false);
    }
  }
}
