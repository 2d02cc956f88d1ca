package starmap.worker.process;

import starmap.wire.Json;

/** How items and answers are written. */
enum Protocol {
  /** An item a line, an answer a line. */
  LINES((byte) '\n'),
  /** An array of items a line, and a line with all their answers. */
  ARRAYS((byte) ','),
  /** The same with our own child, which also takes {@code range FIRST STEP COUNT}. */
  PYTHON((byte) ',');

  /** Where the answer to several items is longer than this, they are called one by one. */
  private static final int LONGEST_BATCH = 16 * Json.MAX_ITEM;

  private static final int ENVELOPE = 64 * 1024;

  private final byte separator;

  Protocol(byte separator) {
    this.separator = separator;
  }

  /** What stands between two items. */
  byte separator() {
    return separator;
  }

  /** How many bytes an answer may have. */
  int longestAnswer() {
    return this == LINES ? Json.MAX_ITEM + ENVELOPE : LONGEST_BATCH;
  }
}
