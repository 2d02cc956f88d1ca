package starmap.function;

/**
 * Says that an item is not an argument of the function; the item fails with type {@code
 * InvalidArgument}.
 */
public class InvalidArgumentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** {@code message} says what is expected and what kind of value came, never the value itself. */
  public InvalidArgumentException(String message) {
    super(message);
  }
}
