package starmap.job;

/**
 * How much of the fleet a job gets.
 *
 * @param priority 0 to 9, a weight in the queue: a job of 9 gets ten times the share of one of 0,
 *     so that nobody starves
 * @param maxConcurrency most chunks that are outstanding at once; 0 leaves that to Starmap
 */
public record Share(int priority, int maxConcurrency) {
  /** Of a job that does not say. */
  public static final Share DEFAULT = new Share(5, 0);

  /** The highest priority. */
  public static final int HIGHEST = 9;

  /** What expected work is divided by in the queue; 1 by default. */
  public double weight() {
    return (priority + 1) / (DEFAULT.priority + 1.0);
  }

  /** The priority that has this weight. */
  public static int priority(double weight) {
    return (int) Math.round(weight * (DEFAULT.priority + 1)) - 1;
  }
}
