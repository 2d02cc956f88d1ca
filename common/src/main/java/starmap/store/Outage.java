package starmap.store;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Tells the log once that something does not work and once that it works again, for what is tried
 * about every second.
 */
public final class Outage {
  private final Logger log;
  private final String what;
  private @Nullable Class<?> known;

  /** {@code what} does not work, such as {@code sweeping}. */
  public Outage(Logger log, String what) {
    this.log = log;
    this.what = what;
  }

  /** It failed; another kind of failure than before is told again. */
  public synchronized void failed(Throwable e) {
    if (e.getClass().equals(known)) {
      return;
    }
    known = e.getClass();
    switch (e) {
      case StoreException.Denied denied ->
          log.error("{} does not work until an operator acts: {}", what, denied.getMessage());
      case StoreException store ->
          log.warn("{} does not work, and is tried again: {}", what, store.getMessage());
      default -> log.error("{} failed, and is tried again", what, e);
    }
  }

  /** It works. */
  public synchronized void over() {
    if (known != null) {
      known = null;
      log.info("{} works again", what);
    }
  }
}
