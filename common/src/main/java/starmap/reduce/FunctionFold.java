package starmap.reduce;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/**
 * What a function of two arguments has made of neighbouring values.
 *
 * @param items number of values in it
 * @param value the bytes of one JSON value
 */
@SuppressWarnings("ArrayRecordComponent") // bytes pass through, and are never compared
public record FunctionFold(long items, byte[] value) {
  /** Reads what {@link #partial} has made. */
  public static FunctionFold of(byte[] partial) {
    int end = 0;
    while (partial[end] != ';') {
      end++;
    }
    return new FunctionFold(
        Long.parseLong(new String(partial, 0, end, US_ASCII)),
        Arrays.copyOfRange(partial, end + 1, partial.length));
  }

  /** As it is stored, {@code items;value}. */
  public byte[] partial() {
    var head = (items + ";").getBytes(US_ASCII);
    var partial = Arrays.copyOf(head, head.length + value.length);
    System.arraycopy(value, 0, partial, head.length, value.length);
    return partial;
  }
}
