package starmap.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import starmap.chunk.Segment;

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

  private final ByteArrayOutputStream values = new ByteArrayOutputStream(1024);
  private final List<SegmentError> errors = new ArrayList<>();
  private int count;

  /** Adds a value: the bytes of one JSON value. */
  public void value(byte[] bytes, int from, int length) {
    separate();
    values.write(bytes, from, length);
  }

  /** Adds a value: the bytes of one JSON value. */
  public void value(byte[] bytes) {
    value(bytes, 0, bytes.length);
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
    return values.size();
  }

  /** The segment of what was added so far. */
  public Segment finish() {
    var body = new ByteArrayOutputStream(values.size() + 1);
    body.writeBytes(values.toByteArray());
    body.write(']');
    int valueBytes = body.size();
    if (!errors.isEmpty()) {
      body.writeBytes(Json.MAPPER.writeValueAsBytes(errors));
    }
    var plain = body.toByteArray();
    var bytes = Packing.pack(plain);
    var codec = bytes.length == plain.length ? RAW : ZSTD;
    var crc = new CRC32C();
    crc.update(bytes);
    var header =
        "%s %d %d %s %08x %d\n"
            .formatted(VERSION, count, errors.size(), codec, crc.getValue(), valueBytes);
    return new Segment(count, errors.size(), concat(header.getBytes(US_ASCII), bytes));
  }

  private static byte[] concat(byte[] first, byte[] second) {
    var both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private void separate() {
    values.write(count == 0 ? '[' : ',');
    count++;
  }
}
