package starmap.reduce;

/** A value that cannot be folded; its item fails. */
public final class NotReducibleException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotReducibleException(String message) {
    super(message);
  }
}
