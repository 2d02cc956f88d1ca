package starmap.worker.process;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.io.NumberOutput;

/** Items that are sent together, as the bytes that are sent. */
final class Batch {
  static final int MOST_ITEMS = 4096;
  static final int MOST_BYTES = 1 << 20;
  private static final int LONGEST_INTEGER = 20;
  private static final int FIRST_SIZE = 256;

  private final Protocol protocol;
  private byte[] bytes = new byte[FIRST_SIZE];
  private int[] starts = new int[8];
  private int size;
  private int count;

  Batch(Protocol protocol) {
    this.protocol = protocol;
    bytes[size++] = '[';
  }

  int count() {
    return count;
  }

  /** Number of bytes so far, nearly. */
  int size() {
    return size;
  }

  void add(long number) {
    begin(LONGEST_INTEGER);
    size = NumberOutput.outputLong(number, bytes, size);
  }

  /** Adds one JSON value. A line's end in it can only be white space, and becomes a blank. */
  void add(byte[] json, int from, int length) {
    begin(length);
    for (int i = from; i < from + length; i++) {
      byte next = json[i];
      bytes[size++] = next == '\n' || next == '\r' ? (byte) ' ' : next;
    }
  }

  /** What is sent of the items behind the first {@code done}; nothing is added afterwards. */
  byte[] message(int done) {
    if (protocol == Protocol.LINES) {
      var lines = Arrays.copyOfRange(bytes, starts[done], size + 1);
      lines[lines.length - 1] = '\n';
      return lines;
    }
    var array = Arrays.copyOfRange(bytes, starts[done] - 1, size + 2);
    array[0] = '[';
    array[array.length - 2] = ']';
    array[array.length - 1] = '\n';
    return array;
  }

  /** The items behind the first {@code done}, each for itself. */
  List<Batch> singles(int done) {
    var singles = new ArrayList<Batch>();
    for (int i = done; i < count; i++) {
      int end = i + 1 < count ? starts[i + 1] - 1 : size;
      var single = new Batch(protocol);
      single.add(bytes, starts[i], end - starts[i]);
      singles.add(single);
    }
    return singles;
  }

  private void begin(int length) {
    if (size + length + 1 > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + length + 1, 2 * bytes.length));
    }
    if (count > 0) {
      bytes[size++] = protocol.separator();
    }
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, 2 * count);
    }
    starts[count++] = size;
  }
}
