package starmap.job;

/**
 * How many failed items a job bears before it fails as a whole.
 *
 * @param count most failed items; {@link Long#MAX_VALUE} where their number does not matter
 * @param percent most failed items as a share of the total, 0 to 100
 */
public record Tolerance(long count, double percent) {
  /** Any number of them. */
  public static final Tolerance ANY = new Tolerance(Long.MAX_VALUE, 100);
}
