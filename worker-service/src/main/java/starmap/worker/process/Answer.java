package starmap.worker.process;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import starmap.worker.execute.FunctionRuntime;

/** What a child said about one or more items, checked as a whole: nothing of it is told before. */
final class Answer {
  private static final String ONE =
      "{\"value\":…} or {\"error\":{\"type\":…,\"message\":…}} on a line of its own";
  private static final String MANY = "{\"values\":[…]} or {\"results\":[…]} on a line of its own";
  private static final byte[][] VALUES = words("{", "\"values\"", ":", "[");
  private static final byte[][] RESULTS = words("{", "\"results\"", ":", "[");
  private static final byte[] VALUE = "{\"value\":".getBytes(US_ASCII);

  private final byte[] bytes;
  private final int to;
  private final int[] starts;
  private final int[] ends;
  private final @Nullable ItemError[] errors;
  private int count;

  private Answer(byte[] bytes, int to, int expected) {
    this.bytes = bytes;
    this.to = to;
    this.starts = new int[expected];
    this.ends = new int[expected];
    this.errors = new ItemError[expected];
  }

  /**
   * Reads the answer to so many items from a line.
   *
   * @throws BadAnswerException where it is none
   */
  static Answer read(Protocol protocol, Answers line, int items) {
    return protocol == Protocol.LINES
        ? ofOne(line.bytes(), line.from(), line.to())
        : ofBatch(line.bytes(), line.from(), line.to(), items);
  }

  /**
   * Reads the answer to one item from {@code bytes[from, to)}.
   *
   * @throws BadAnswerException where it is none
   */
  static Answer ofOne(byte[] bytes, int from, int to) {
    var answer = new Answer(bytes, to, 1);
    answer.result(Values.pastBlanks(bytes, from, to), end(bytes, from, to));
    return answer;
  }

  /**
   * Reads the answer to a batch of so many items.
   *
   * @throws BadAnswerException where it is none
   */
  static Answer ofBatch(byte[] bytes, int from, int to, int expected) {
    int values = behind(bytes, from, to, VALUES);
    int start = values < 0 ? behind(bytes, from, to, RESULTS) : values;
    if (start < 0) {
      throw BadAnswerException.expected(MANY, bytes, from, to);
    }
    var answer = new Answer(bytes, to, expected);
    int behind = answer.elements(start, values >= 0);
    if (behind >= to || bytes[behind] != '}' || Values.pastBlanks(bytes, behind + 1, to) != to) {
      throw BadAnswerException.expected(MANY, "something behind it");
    }
    if (answer.count != expected) {
      throw BadAnswerException.expected(
          "as many answers as items, %d".formatted(expected), Integer.toString(answer.count));
    }
    return answer;
  }

  /** Tells what became of an item; errors of some types are never tried again. */
  void tell(int item, FunctionRuntime.Progress progress, Set<String> permanent) {
    var error = errors[item];
    if (error == null) {
      progress.value(bytes, starts[item], ends[item]);
    } else if (permanent.contains(error.type())) {
      progress.failure(error.type(), error.message());
    } else {
      error.tell(progress);
    }
  }

  /** Reads the elements of an array behind its bracket, and returns the place behind it. */
  private int elements(int from, boolean plain) {
    int at = Values.pastBlanks(bytes, from, to);
    if (at < to && bytes[at] == ']') {
      return Values.pastBlanks(bytes, at + 1, to);
    }
    while (at < to) {
      int end = Values.end(bytes, at, to);
      if (count == starts.length) {
        throw BadAnswerException.expected("as many answers as items, %d".formatted(count), "more");
      }
      if (plain) {
        value(at, end);
      } else {
        result(at, end);
      }
      int next = Values.pastBlanks(bytes, end, to);
      if (next < to && bytes[next] == ']') {
        return Values.pastBlanks(bytes, next + 1, to);
      }
      if (next >= to || bytes[next] != ',') {
        break;
      }
      at = Values.pastBlanks(bytes, next + 1, to);
    }
    throw BadAnswerException.expected(MANY, "an array that is broken");
  }

  private void value(int from, int end) {
    starts[count] = from;
    ends[count++] = end;
  }

  private void result(int from, int end) {
    if (startsWith(bytes, from, end, VALUE)) {
      int start = Values.pastBlanks(bytes, from + VALUE.length, end);
      int valueEnd = Values.end(bytes, start, end);
      if (Values.pastBlanks(bytes, valueEnd, end) == end - 1 && bytes[end - 1] == '}') {
        value(start, valueEnd);
        return;
      }
    }
    var result = Result.read(bytes, from, end);
    if (result == null) {
      throw BadAnswerException.expected(ONE, bytes, from, end);
    }
    errors[count] = result.error();
    value(result.from(), result.to());
  }

  private static int end(byte[] bytes, int from, int to) {
    int end = to;
    while (end > from && bytes[end - 1] <= ' ' && bytes[end - 1] >= 0) {
      end--;
    }
    return end;
  }

  /**
   * The place behind words that a line begins with, with or without blanks; -1 where it does not.
   */
  private static int behind(byte[] bytes, int from, int to, byte[][] words) {
    int at = from;
    for (var word : words) {
      at = Values.pastBlanks(bytes, at, to);
      if (!startsWith(bytes, at, to, word)) {
        return -1;
      }
      at += word.length;
    }
    return at;
  }

  private static byte[][] words(String... words) {
    return Arrays.stream(words).map(word -> word.getBytes(US_ASCII)).toArray(byte[][]::new);
  }

  private static boolean startsWith(byte[] bytes, int from, int to, byte[] what) {
    return to - from >= what.length
        && Arrays.equals(bytes, from, from + what.length, what, 0, what.length);
  }
}
