package starmap.fleet;

/**
 * What jobs that ended tell of a function.
 *
 * @param itemMillis how long an item took in the last one; 0 where that is not known
 * @param done items with a value or an error
 * @param failed those with an error
 */
public record Experience(double itemMillis, long done, long failed) {
  /** Of a function that nobody has called. */
  public static final Experience NONE = new Experience(0, 0, 0);
}
