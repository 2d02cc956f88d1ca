package starmap.api.submit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import starmap.api.problem.ProblemException;
import starmap.api.problem.ProblemType;

/**
 * Remembers the bytes of a body while a parser reads them, so that items can be cut out as they
 * were sent. Remembers only what is not forgotten yet, and lets through no more than a limit.
 */
final class Tape extends InputStream {
  private final InputStream in;
  private final long limit;
  private byte[] kept = new byte[32 * 1024];
  private int begin;
  private int end;

  /** Where in the body {@code kept[0]} stands. */
  private long base;

  Tape(InputStream in, long limit) {
    this.in = in;
    this.limit = limit;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int most) throws IOException {
    int count = in.read(target, offset, most);
    if (count > 0) {
      if (base + end + count > limit) {
        throw ProblemException.of(
                ProblemType.TOO_LARGE,
                "the body is larger than " + limit + " bytes; send less at a time")
            .with("limit", limit);
      }
      if (end + count > kept.length) {
        makeRoom(count);
      }
      System.arraycopy(target, offset, kept, end, count);
      end += count;
    }
    return count;
  }

  /** Number of bytes remembered. */
  int remembered() {
    return end - begin;
  }

  /** Copies {@code [from, to)}, counted from the begin of the body. */
  void copy(long from, long to, ByteArrayOutputStream target) {
    target.write(kept, (int) (from - base), (int) (to - from));
  }

  /** Whether there is a line break in {@code [from, to)}. */
  boolean hasLineBreak(long from, long to) {
    for (int i = (int) (from - base); i < to - base; i++) {
      if (kept[i] == '\n') {
        return true;
      }
    }
    return false;
  }

  /** The place behind the last byte before {@code until} that is no white space. */
  long trim(long until) {
    int at = (int) (until - base);
    while (kept[at - 1] <= ' ' && kept[at - 1] >= 0) {
      at--;
    }
    return base + at;
  }

  /** Forgets everything before a place. */
  void forget(long before) {
    begin = (int) (before - base);
  }

  private void makeRoom(int count) {
    int length = end - begin;
    var target = length + count > kept.length / 2 ? new byte[kept.length * 2 + count] : kept;
    System.arraycopy(kept, begin, target, 0, length);
    kept = target;
    base += begin;
    begin = 0;
    end = length;
  }
}
