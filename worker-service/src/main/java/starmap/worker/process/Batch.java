package starmap.worker.process;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import starmap.job.Input;
import tools.jackson.core.io.NumberOutput;

/** Items that are sent together, as the bytes that are sent. */
final class Batch {
  static final int MOST_ITEMS = 4096;
  static final int MOST_BYTES = 1 << 20;
  private static final int LONGEST_INTEGER = 20;
  private static final int FIRST_SIZE = 256;

  private final Protocol protocol;
  private final Input.@Nullable Range range;
  private long first;
  private byte[] bytes;
  private int[] starts = new int[8];
  private int size;
  private int count;

  /** Of values that are written one by one. */
  Batch(Protocol protocol) {
    this.protocol = protocol;
    this.range = null;
    this.bytes = new byte[FIRST_SIZE];
    bytes[size++] = '[';
  }

  /** Of neighbouring numbers of a range, of which only the first one is written. */
  Batch(Input.Range range) {
    this.protocol = Protocol.PYTHON;
    this.range = range;
    this.bytes = new byte[0];
  }

  int count() {
    return count;
  }

  /** Number of bytes so far, nearly. */
  int size() {
    return size;
  }

  void add(long number) {
    if (range != null) {
      first = count == 0 ? number : first;
      count++;
      return;
    }
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
    if (range != null) {
      return "range %d %d %d\n"
          .formatted(first + done * range.step(), range.step(), count - done)
          .getBytes(US_ASCII);
    }
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
    return IntStream.range(done, count).mapToObj(this::single).toList();
  }

  private Batch single(int item) {
    if (range != null) {
      var single = new Batch(range);
      single.add(first + item * range.step());
      return single;
    }
    int end = item + 1 < count ? starts[item + 1] - 1 : size;
    var single = new Batch(protocol);
    single.add(bytes, starts[item], end - starts[item]);
    return single;
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
