package starmap.worker.process;

/** A child could not be started, or ended before it had an item. */
final class StartException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient ItemError error;

  StartException(ItemError error) {
    super(error.message());
    this.error = error;
  }

  ItemError error() {
    return error;
  }
}
