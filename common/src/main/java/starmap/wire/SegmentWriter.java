package starmap.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;
import starmap.chunk.Segment;
import tools.jackson.core.io.NumberOutput;

/**
 * Builds a segment: a header line, the values as a JSON array, and the errors as a second one.
 *
 * <pre>
 *   1 4 1 raw 7d61a2c3 15\n          version, items, failed, codec, CRC-32C of all bytes that follow, bytes of the values
 *   [0,1,null,"x"]                   one value an item in order; null where it failed
 *   [{"offset":2,"type":"…","message":"…","attempts":1}]     only where items failed; offsets count from the segment's start
 * </pre>
 *
 * <p>With the codec {@code zstd} what follows the header is one zstd frame, where that saves an
 * eighth or more: the sum is that of the frame, the number of bytes that of the plain values.
 */
public final class SegmentWriter {
  static final String VERSION = "1";
  static final String RAW = "raw";
  static final String ZSTD = "zstd";

  private static final byte[] NULL = {'n', 'u', 'l', 'l'};

  /** The longest integer of 64 bits, with its sign. */
  private static final int LONGEST_INTEGER = 20;

  private final List<SegmentError> errors = new ArrayList<>();
  private byte[] values = new byte[256];
  private int size;
  private int count;

  /** Adds a value: the bytes of one JSON value. */
  public void value(byte[] bytes, int from, int length) {
    begin(length);
    System.arraycopy(bytes, from, values, size, length);
    size += length;
  }

  /** Adds a value: the bytes of one JSON value. */
  public void value(byte[] bytes) {
    value(bytes, 0, bytes.length);
  }

  /** Adds a value: an integer. */
  public void value(long number) {
    begin(LONGEST_INTEGER);
    size = NumberOutput.outputLong(number, values, size);
  }

  /** Adds a failed item. */
  public void failure(String type, String message, int attempts) {
    errors.add(new SegmentError(count, type, message, attempts));
    value(NULL);
  }

  /** Number of items so far. */
  public int count() {
    return count;
  }

  /** Number of bytes so far, nearly. */
  public int size() {
    return size;
  }

  /** The segment of what was added so far. */
  public Segment finish() {
    var plain = plain();
    var bytes = Packing.pack(plain);
    var crc = new CRC32C();
    crc.update(bytes);
    var header =
        String.join(
            " ",
            VERSION,
            Integer.toString(count),
            Integer.toString(errors.size()),
            bytes.length == plain.length ? RAW : ZSTD,
            HexFormat.of().toHexDigits((int) crc.getValue()),
            (size + 1) + "\n");
    return new Segment(count, errors.size(), concat(header.getBytes(US_ASCII), bytes));
  }

  /** The array of values, and behind it that of errors where there are any. */
  private byte[] plain() {
    var array = Arrays.copyOf(values, size + 1);
    array[size] = ']';
    return errors.isEmpty() ? array : concat(array, Json.MAPPER.writeValueAsBytes(errors));
  }

  private static byte[] concat(byte[] first, byte[] second) {
    var both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /** Makes room for a value of so many bytes, and writes what stands before it. */
  private void begin(int length) {
    int needed = Math.addExact(size, length + 1);
    if (needed > values.length) {
      values =
          Arrays.copyOf(
              values, Math.max(needed, (int) Math.min(2L * values.length, Integer.MAX_VALUE - 8)));
    }
    values[size++] = (byte) (count == 0 ? '[' : ',');
    count++;
  }
}
