package starmap.worker.function;

/** Two files have a function of the same name: the first keeps it. */
public final class DuplicateFunctionException extends Exception {
  private static final long serialVersionUID = 1L;

  DuplicateFunctionException(String message) {
    super(message);
  }
}
