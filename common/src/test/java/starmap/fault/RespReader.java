package starmap.fault;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Cuts a stream of RESP2 or RESP3 into whole frames, without changing a byte. */
final class RespReader {
  private final InputStream in;

  RespReader(InputStream in) {
    this.in = new BufferedInputStream(in, 1 << 16);
  }

  /**
   * A command, an answer or a push.
   *
   * @param bytes as they came
   * @param words the bulk strings in it, in order
   */
  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  record Frame(byte[] bytes, List<String> words) {
    boolean isPush() {
      return bytes[0] == '>';
    }
  }

  /** The next frame, or EOFException. */
  Frame next() throws IOException {
    var bytes = new ByteArrayOutputStream();
    var words = new ArrayList<String>();
    read(bytes, words);
    return new Frame(bytes.toByteArray(), words);
  }

  private void read(ByteArrayOutputStream bytes, List<String> words) throws IOException {
    var line = line(bytes);
    switch (line.charAt(0)) {
      case '$', '=', '!' -> bulk(size(line), bytes, words);
      case '*', '~', '>' -> several(size(line), bytes, words);
      case '%' -> several(2 * size(line), bytes, words);
      default -> {
        // a line is all of it
      }
    }
  }

  private void several(int count, ByteArrayOutputStream bytes, List<String> words)
      throws IOException {
    for (int i = 0; i < count; i++) {
      read(bytes, words);
    }
  }

  private void bulk(int size, ByteArrayOutputStream bytes, List<String> words) throws IOException {
    if (size < 0) {
      return;
    }
    var content = in.readNBytes(size + 2);
    if (content.length < size + 2) {
      throw new EOFException();
    }
    bytes.writeBytes(content);
    words.add(new String(content, 0, size, ISO_8859_1));
  }

  private String line(ByteArrayOutputStream bytes) throws IOException {
    var line = new StringBuilder();
    for (int one = in.read(); one != '\n'; one = in.read()) {
      if (one < 0) {
        throw new EOFException();
      }
      bytes.write(one);
      line.append((char) one);
    }
    bytes.write('\n');
    return line.toString().trim();
  }

  private static int size(String line) {
    return Integer.parseInt(line.substring(1));
  }
}
