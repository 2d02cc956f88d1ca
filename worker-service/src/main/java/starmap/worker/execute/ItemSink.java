package starmap.worker.execute;

/** Takes the outcome of each item, in order. */
public interface ItemSink {
  /** Whether another item is wanted; false ends the run after the item at hand. */
  boolean wantsMore();

  /** The item has a value: the bytes of one JSON value. */
  void value(byte[] json);

  /**
   * The item failed. Ignored where the run was interrupted from outside, because then it says
   * nothing about the item.
   */
  void failure(String type, String message);
}
