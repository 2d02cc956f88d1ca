package starmap.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * How the two indexes of results name a segment: {@code start:length:failed}.
 *
 * @param start index of the first item
 * @param length number of items
 * @param failed how many of them failed
 */
record LogEntry(long start, int length, int failed) {
  static LogEntry parse(byte[] entry) {
    var fields = new String(entry, US_ASCII).split(":", -1);
    return new LogEntry(
        Long.parseLong(fields[0]), Integer.parseInt(fields[1]), Integer.parseInt(fields[2]));
  }

  long end() {
    return start + length;
  }

  @Override
  public String toString() {
    return start + ":" + length + ":" + failed;
  }
}
