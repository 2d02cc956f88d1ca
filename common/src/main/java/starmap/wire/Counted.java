package starmap.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/**
 * A number in front of some bytes, stored as {@code number;bytes}.
 *
 * @param count the number, in decimal digits
 * @param bytes anything
 */
@SuppressWarnings("ArrayRecordComponent") // bytes pass through, and are never compared
public record Counted(long count, byte[] bytes) {
  /** Reads what {@link #stored} has made. */
  public static Counted of(byte[] stored) {
    int end = 0;
    while (stored[end] != ';') {
      end++;
    }
    return new Counted(
        Long.parseLong(new String(stored, 0, end, US_ASCII)),
        Arrays.copyOfRange(stored, end + 1, stored.length));
  }

  /** As it is stored. */
  public byte[] stored() {
    var head = (count + ";").getBytes(US_ASCII);
    var all = Arrays.copyOf(head, head.length + bytes.length);
    System.arraycopy(bytes, 0, all, head.length, bytes.length);
    return all;
  }
}
