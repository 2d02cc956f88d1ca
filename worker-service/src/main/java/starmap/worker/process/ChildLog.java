package starmap.worker.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import starmap.log.LogKey;

/** What a child writes on standard error: lines of the worker's log. The last ones are kept. */
final class ChildLog {
  private static final Logger LOG = LoggerFactory.getLogger("starmap.function");
  private static final int LONGEST_LINE = 1_000;
  private static final int MOST_BYTES = 4 * LONGEST_LINE;
  private static final int KEPT_LINES = 10;
  private static final int KEPT_CHARACTERS = 2_000;

  private final String function;
  private final LogGate gate;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final Deque<String> last = new ArrayDeque<>();
  private int lastLength;

  ChildLog(String function, LogGate gate) {
    this.function = function;
    this.gate = gate;
  }

  /** Reads until the end. */
  void read(InputStream in) {
    var bytes = new byte[8 * 1024];
    // see Answers.read
    synchronized (in) {
      try {
        for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
          take(bytes, length);
        }
      } catch (IOException _) {
        // closed under our hands: the child is being ended
      }
    }
    if (line.size() > 0) {
      endLine();
    }
  }

  /** The last lines, for whoever wants to know why the child ended. */
  synchronized String tail() {
    return String.join("\n", last);
  }

  private void take(byte[] bytes, int length) {
    int from = 0;
    for (int to = 0; to < length; to++) {
      if (bytes[to] == '\n') {
        append(bytes, from, to);
        endLine();
        from = to + 1;
      }
    }
    append(bytes, from, length);
  }

  private void append(byte[] bytes, int from, int to) {
    line.write(bytes, from, Math.min(to - from, MOST_BYTES - line.size()));
  }

  private void endLine() {
    var text = printable(line.toString(UTF_8));
    line.reset();
    keep(text);
    long leftOut = gate.pass(System.nanoTime());
    if (leftOut > 0) {
      LOG.atWarn()
          .addKeyValue(LogKey.FUNCTION, function)
          .log("a function writes too much on standard error; {} lines were left out", leftOut);
    }
    if (leftOut >= 0) {
      LOG.atInfo().addKeyValue(LogKey.FUNCTION, function).log("{}", text);
    }
  }

  private synchronized void keep(String text) {
    last.add(text);
    lastLength += text.length();
    while (last.size() > KEPT_LINES || (lastLength > KEPT_CHARACTERS && last.size() > 1)) {
      lastLength -= last.remove().length();
    }
  }

  /** One line stays one line, and cannot speak to a terminal. */
  private static String printable(String text) {
    var shortened = text.length() <= LONGEST_LINE ? text : text.substring(0, LONGEST_LINE) + "…";
    return shortened.strip().replaceAll("[\\p{Cntrl}&&[^\\t]]", "?");
  }
}
