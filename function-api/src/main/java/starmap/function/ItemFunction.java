package starmap.function;

/**
 * A function that is applied to every item of a job. One instance serves all slots of a worker at
 * the same time, so it must be thread-safe.
 *
 * <p>The type arguments decide how an item is read and a value written: {@code Long}, {@code
 * Double}, {@code BigInteger}, {@code String}, {@code Boolean}, {@link Number} (a {@code Long} or
 * {@code BigInteger} where the item is an integer, else a {@code Double}), {@link RawJson} (the
 * bytes as they are), a record (from an array by position or an object by name), or anything that
 * Jackson can bind. Nothing is narrowed: an item that does not fit fails. A value has at most 1
 * MiB, numbers of 1,000 digits and 64 levels.
 *
 * @param <A> the argument
 * @param <R> the value
 */
public interface ItemFunction<A, R> {
  /**
   * Computes one item.
   *
   * @throws Exception makes this item fail with the exception's simple name and message; the other
   *     items go on
   */
  R apply(A argument, CallContext context) throws Exception;

  /** Called once before the first item, like the initializer of a pool. */
  default void open() throws Exception {}

  /** Called once after the last item. */
  default void close() throws Exception {}
}
