package starmap.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * A segment that was read back; its values are a stretch of the stored bytes and are never parsed
 * here.
 *
 * @param count number of items
 * @param failed how many of them failed
 * @param bytes holds the plain values, and errors behind them
 * @param from where the JSON array of values begins, at its bracket
 * @param to the first byte behind that array
 */
@SuppressWarnings("ArrayRecordComponent") // see Block
public record SegmentReader(int count, int failed, byte[] bytes, int from, int to) {
  private static final Pattern HEADER =
      Pattern.compile(
          "%s (\\d{1,9}) (\\d{1,9}) (%s|%s) ([0-9a-f]{8}) (\\d{1,9})"
              .formatted(SegmentWriter.VERSION, SegmentWriter.RAW, SegmentWriter.ZSTD));
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
    var header = HEADER.matcher(new String(bytes, 0, line, US_ASCII));
    if (line == bytes.length || !header.matches()) {
      throw new CorruptSegmentException("unknown segment header");
    }
    int from = line + 1;
    var crc = new CRC32C();
    crc.update(bytes, from, bytes.length - from);
    boolean whole = crc.getValue() == Long.parseLong(header.group(4), 16);
    boolean packed = header.group(3).equals(SegmentWriter.ZSTD);
    var plain = whole && packed ? unpacked(bytes, from) : bytes;
    int begin = packed ? 0 : from;
    int to = begin + number(header, 5);
    if (!whole || to > plain.length) {
      throw new CorruptSegmentException("the check sum of a segment is wrong");
    }
    return new SegmentReader(number(header, 1), number(header, 2), plain, begin, to);
  }

  private static byte[] unpacked(byte[] bytes, int from) {
    try {
      return Packing.unpack(Arrays.copyOfRange(bytes, from, bytes.length));
    } catch (IllegalArgumentException e) {
      throw new CorruptSegmentException(String.valueOf(e.getMessage()));
    }
  }

  private static int number(Matcher header, int group) {
    return Integer.parseInt(header.group(group));
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
