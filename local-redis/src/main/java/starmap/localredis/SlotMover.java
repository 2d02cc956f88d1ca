package starmap.localredis;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Moves the data of a cluster from master to master until it is closed. */
public final class SlotMover implements AutoCloseable {
  private final LocalCluster cluster;
  private final Duration pause;
  private final Thread thread = new Thread(this::run, "slot-mover");
  private final AtomicInteger moves = new AtomicInteger();
  private volatile boolean closed;

  private SlotMover(LocalCluster cluster, Duration pause) {
    this.cluster = cluster;
    this.pause = pause;
  }

  /** Moves it at once, and then after each {@code pause}. */
  public static SlotMover start(LocalCluster cluster, Duration pause) {
    var mover = new SlotMover(cluster, pause);
    mover.thread.setDaemon(true);
    mover.thread.start();
    return mover;
  }

  /** How often it has. */
  public int moves() {
    return moves.get();
  }

  /** Returns when the data stays where it is. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!closed) {
      cluster.moveSlot();
      moves.incrementAndGet();
      Servers.pause(pause);
    }
  }
}
