package starmap.worker.held;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Whether this worker takes no new chunks. Once asked for, it stays so. */
public final class Drain {
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile boolean requested;

  /** Tells {@code listener} when it is asked for, as long as nobody has. */
  public void onRequest(Runnable listener) {
    listeners.add(listener);
  }

  /** Asks every slot to finish the item at hand and to give the rest back. */
  public void request() {
    requested = true;
    listeners.forEach(Runnable::run);
  }

  /** Whether it was asked for. */
  public boolean isRequested() {
    return requested;
  }
}
