package starmap.fleet;

import java.util.List;

/**
 * What a worker does, as it tells with every heartbeat. The worker works out its rates, so that one
 * look at the registry tells the rate of the fleet and nobody has to remember the look before.
 *
 * @param chunks what it computes now, at most one for each slot
 * @param items how many items it has computed since it started, with a value or an error
 * @param failed those with an error
 * @param itemsPerSecond items over the last seconds
 * @param failedPerSecond those with an error
 */
public record Activity(
    List<AtWork> chunks, long items, long failed, double itemsPerSecond, double failedPerSecond) {
  /** Of a worker that has done nothing. */
  public static final Activity NONE = new Activity(List.of(), 0, 0, 0, 0);

  /**
   * A chunk that is computed.
   *
   * @param job id of its job
   * @param start index of the first item that is not recorded
   * @param length how many items are not
   * @param seconds for how long a slot has been computing it
   */
  public record AtWork(String job, long start, int length, double seconds) {}
}
