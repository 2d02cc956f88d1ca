package starmap.worker.process;

/** A batch on its way through the child of a lane, and how many of its items are done. */
final class Flight {
  private final Batch batch;
  private final Lane lane;
  private int done;
  private boolean sent;
  private long sentAt;

  Flight(Batch batch, Lane lane) {
    this.batch = batch;
    this.lane = lane;
  }

  Batch batch() {
    return batch;
  }

  Lane lane() {
    return lane;
  }

  int done() {
    return done;
  }

  /** How many items are not done. */
  int left() {
    return batch.count() - done;
  }

  void advance(int items) {
    done += items;
  }

  boolean isSent() {
    return sent;
  }

  long sentAt() {
    return sentAt;
  }

  void send(Child child) {
    child.send(batch, done);
    sent = true;
    sentAt = System.nanoTime();
  }

  /** The child that had it is no more. */
  void lose() {
    sent = false;
  }
}
