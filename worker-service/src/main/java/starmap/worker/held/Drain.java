package starmap.worker.held;

/** Whether this worker takes no new chunks. Once asked for, it stays so. */
public final class Drain {
  private volatile boolean requested;

  /** Asks every slot to finish the item at hand and to give the rest back. */
  public void request() {
    requested = true;
  }

  /** Whether it was asked for. */
  public boolean isRequested() {
    return requested;
  }
}
