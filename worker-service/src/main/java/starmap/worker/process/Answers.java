package starmap.worker.process;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The lines that a child writes on standard output. One thread reads them, another takes them; what
 * is read and not yet taken is bounded, and so is a line.
 */
final class Answers {
  private static final int READ_AT_ONCE = 64 * 1024;
  private static final int MOST_BLOCKS = 4;
  private static final byte[] END = {};

  private final int longest;
  private final BlockingQueue<byte[]> blocks = new LinkedBlockingQueue<>();
  private final Semaphore room = new Semaphore(MOST_BLOCKS);
  private volatile boolean overlong;
  private volatile boolean dropped;
  private volatile boolean full;

  private byte[] block = END;
  private int from;
  private int to = -1;

  /** What there is to take. */
  enum Next {
    /** A line, at {@link #bytes}. */
    LINE,
    /** Nothing until now. */
    NOTHING,
    /** Nothing any more: the child is gone. */
    END
  }

  /** A line has at most {@code longest} bytes. */
  Answers(int longest) {
    this.longest = longest;
  }

  /** Reads until the end, or until a line is too long. */
  void read(InputStream in) {
    // The stream of a process is emptied by the JDK, under its lock, when the process ends. Holding
    // that lock keeps what the child wrote last in one hand, and in its order.
    synchronized (in) {
      try {
        readLines(in);
      } catch (IOException _) {
        // closed under our hands: the child is being ended
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Nothing follows what was read. */
  void end() {
    blocks.add(END);
  }

  /** Nobody takes anything any more. */
  void drop() {
    dropped = true;
    room.release(MOST_BLOCKS);
  }

  /** Whether the child goes on only when somebody takes what is there. */
  boolean isFull() {
    return full;
  }

  /** Whether the child has written a line that is too long; nothing was read after it. */
  boolean isOverlong() {
    return overlong;
  }

  /** Whether there is something that nobody has taken. */
  boolean isPending() {
    return hasLine() || !blocks.isEmpty();
  }

  /** Waits for a line. */
  Next next(long nanos) throws InterruptedException {
    if (!hasLine()) {
      var next = blocks.poll(nanos, TimeUnit.NANOSECONDS);
      if (next == null) {
        return Next.NOTHING;
      }
      if (next.length == 0) {
        blocks.add(next); // the end stays the end
        return Next.END;
      }
      room.release();
      block = next;
      to = -1;
    }
    from = to + 1;
    to = from;
    while (block[to] != '\n') {
      to++;
    }
    return Next.LINE;
  }

  /** Holds the line, from {@link #from} to {@link #to}. */
  byte[] bytes() {
    return block;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  private boolean hasLine() {
    return to + 1 < block.length;
  }

  private void readLines(InputStream in) throws IOException, InterruptedException {
    var bytes = new byte[READ_AT_ONCE];
    int length = 0;
    int read = in.read(bytes, 0, bytes.length);
    while (read >= 0) {
      int end = lineEnd(bytes, length, length + read);
      length += read;
      if (end > 0) {
        add(Arrays.copyOf(bytes, end));
        System.arraycopy(bytes, end, bytes, 0, length - end);
        length -= end;
        bytes = length < READ_AT_ONCE ? shrunk(bytes) : bytes;
      }
      if (length > longest) {
        overlong = true;
        return;
      }
      if (length == bytes.length) {
        bytes = Arrays.copyOf(bytes, 2 * length);
      }
      read = in.read(bytes, length, bytes.length - length);
    }
  }

  private void add(byte[] lines) throws InterruptedException {
    full = room.availablePermits() == 0;
    room.acquire();
    full = false;
    if (!dropped) {
      blocks.add(lines);
    }
  }

  private static byte[] shrunk(byte[] bytes) {
    return bytes.length > READ_AT_ONCE ? Arrays.copyOf(bytes, READ_AT_ONCE) : bytes;
  }

  /** Behind the last line's end; 0 where no line ends. */
  private static int lineEnd(byte[] bytes, int from, int to) {
    int end = to;
    while (end > from && bytes[end - 1] != '\n') {
      end--;
    }
    return end > from ? end : 0;
  }
}
