package starmap.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
import java.util.zip.CRC32C;

/**
 * A segment that was read back; its values are a stretch of the stored bytes and are never parsed
 * here.
 *
 * @param count number of items
 * @param failed how many of them failed
 * @param bytes all of the stored bytes
 * @param from where the JSON array of values begins, at its bracket
 * @param to the first byte behind that array
 */
@SuppressWarnings("ArrayRecordComponent") // see Block
public record SegmentReader(int count, int failed, byte[] bytes, int from, int to) {
  private static final int FIELDS = 6;
  private static final int LONGEST_HEADER = 80;

  /**
   * Reads the header and checks the sum.
   *
   * @throws CorruptSegmentException where these are not the bytes that were written
   */
  public static SegmentReader of(byte[] bytes) {
    int line = 0;
    while (line < bytes.length && line < LONGEST_HEADER && bytes[line] != '\n') {
      line++;
    }
    var header = new String(bytes, 0, line, US_ASCII).split(" ", -1);
    if (header.length != FIELDS
        || !header[0].equals(SegmentWriter.VERSION)
        || !header[3].equals(SegmentWriter.RAW)) {
      throw new CorruptSegmentException("unknown segment header");
    }
    var crc = new CRC32C();
    crc.update(bytes, line + 1, bytes.length - line - 1);
    if (crc.getValue() != Long.parseLong(header[4], 16)) {
      throw new CorruptSegmentException("the check sum of a segment is wrong");
    }
    int from = line + 1;
    return new SegmentReader(
        Integer.parseInt(header[1]),
        Integer.parseInt(header[2]),
        bytes,
        from,
        from + Integer.parseInt(header[5]));
  }

  /** The failed items in order; empty where none failed. */
  public List<SegmentError> errors() {
    if (failed == 0) {
      return List.of();
    }
    return List.of(Json.MAPPER.readValue(bytes, to, bytes.length - to, SegmentError[].class));
  }

  /** Walks the values. */
  public JsonSlices values() {
    return new JsonSlices(bytes, from, to);
  }

  /** Stored bytes that are not a segment, or were damaged. */
  public static final class CorruptSegmentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CorruptSegmentException(String message) {
      super(message);
    }
  }
}
