package starmap.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * How the two indexes of results name a segment and tell how it came about: {@code
 * start:length:failed:attempts:began:micros:worker}.
 *
 * @param start index of the first item
 * @param length number of items
 * @param failed how many of them failed
 * @param attempts how often its chunk was claimed
 * @param began when its computing began, in ms since the job was created
 * @param micros how long that took
 * @param worker id of whoever computed it
 */
record LogEntry(
    long start, int length, int failed, int attempts, long began, long micros, String worker) {
  static LogEntry parse(byte[] entry) {
    var fields = new String(entry, US_ASCII).split(":", -1);
    return new LogEntry(
        Long.parseLong(fields[0]),
        Integer.parseInt(fields[1]),
        Integer.parseInt(fields[2]),
        Integer.parseInt(fields[3]),
        Long.parseLong(fields[4]),
        Long.parseLong(fields[5]),
        fields[6]);
  }

  long end() {
    return start + length;
  }

  @Override
  public String toString() {
    return start + ":" + length + ":" + failed + ":" + attempts + ":" + began + ":" + micros + ":"
        + worker;
  }
}
