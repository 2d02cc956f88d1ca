package starmap.store;

import org.jspecify.annotations.Nullable;

/** Redis did not do what was asked. The message names no payload. */
public abstract sealed class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /**
   * Redis could not be reached or did not answer in time; the call may or may not have been carried
   * out. Every verb may simply be repeated.
   */
  public static final class Unavailable extends StoreException {
    private static final long serialVersionUID = 1L;

    /** {@code message} says what Redis or the network answered. */
    public Unavailable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * Redis has no memory left or cannot persist; nothing was written. Reading, settling and
   * cancelling still work.
   */
  public static final class Full extends StoreException {
    private static final long serialVersionUID = 1L;

    /** {@code message} says what Redis answered. */
    public Full(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * Redis refuses this client, or is set up in a way that would lose accepted jobs; only an
   * operator can mend it.
   */
  public static final class Denied extends StoreException {
    private static final long serialVersionUID = 1L;

    /** {@code message} says what to change. */
    public Denied(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
