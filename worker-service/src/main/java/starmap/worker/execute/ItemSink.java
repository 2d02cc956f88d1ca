package starmap.worker.execute;

/**
 * Takes the outcome of each item, in order. Outcomes are ignored once the run is cancelled, because
 * then they may say nothing about the item.
 */
public interface ItemSink {
  /** Whether another item is wanted; false ends the run after the item at hand. */
  boolean wantsMore();

  /** The item has a value: the bytes of one JSON value. */
  void value(byte[] json);

  /** The item failed. */
  void failure(String type, String message);
}
