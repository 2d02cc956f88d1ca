package starmap.worker.execute;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/**
 * Takes the outcome of each item, in order. Outcomes are ignored once the run is cancelled, because
 * then they may say nothing about the item.
 */
public interface ItemSink {
  /** Whether another item is wanted; false ends the run after the item at hand. */
  boolean wantsMore();

  /** The item has a value: the bytes of one JSON value. */
  void value(byte[] json);

  /** The item has a value: one JSON value at {@code bytes[from, to)}, which are copied. */
  default void value(byte[] bytes, int from, int to) {
    value(Arrays.copyOfRange(bytes, from, to));
  }

  /** The item has a value, an integer. */
  default void value(long number) {
    value(Long.toString(number).getBytes(US_ASCII));
  }

  /** The item failed, and would fail again. */
  void failure(String type, String message);

  /** The item failed, and may be tried again as the job's policy says. */
  void setback(String type, String message);
}
