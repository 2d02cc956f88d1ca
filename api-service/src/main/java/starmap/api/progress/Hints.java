package starmap.api.progress;

import java.time.Duration;

/** Tells when it is worth looking at a job again. */
@FunctionalInterface
public interface Hints {
  /** Waits for a hint, at most so long; false where none came. */
  boolean await(Duration time);

  /** How long to wait for a hint before looking anyway, where few requests would wait so long. */
  default Duration patience(Duration time) {
    return time;
  }
}
