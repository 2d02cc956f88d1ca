package starmap.worker.process;

import starmap.wire.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;

/**
 * JSON values in the bytes of an answer. Plain numbers, strings and words are checked here, a byte
 * at a time; everything else by Jackson.
 */
final class Values {
  private static final String EXPECTED = "one JSON value for each item";

  private Values() {}

  /** The first byte from a place on that is no white space. */
  static int pastBlanks(byte[] bytes, int at, int to) {
    int next = at;
    while (next < to
        && (bytes[next] == ' '
            || bytes[next] == '\t'
            || bytes[next] == '\r'
            || bytes[next] == '\n')) {
      next++;
    }
    return next;
  }

  /**
   * The first byte behind the value that begins at a place.
   *
   * @throws BadAnswerException where there is no value, or one beyond the limits
   */
  static int end(byte[] bytes, int at, int to) {
    byte first = at < to ? bytes[at] : 0;
    if (first == '-' || (first >= '0' && first <= '9')) {
      return endOfNumber(bytes, at, to);
    }
    int end = first == '"' ? endOfPlainString(bytes, at + 1, to) : -1;
    return end > 0 ? end : endByJackson(bytes, at, to);
  }

  private static int pastDigits(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    return at;
  }

  private static int endOfNumber(byte[] bytes, int from, int to) {
    int digits = bytes[from] == '-' ? from + 1 : from;
    int at = pastDigits(bytes, digits, to);
    boolean good = at == digits + 1 || (at > digits && bytes[digits] != '0');
    if (at < to && bytes[at] == '.') {
      int fraction = at + 1;
      at = pastDigits(bytes, fraction, to);
      good &= at > fraction;
    }
    if (at < to && (bytes[at] == 'e' || bytes[at] == 'E')) {
      boolean signed = at + 1 < to && (bytes[at + 1] == '-' || bytes[at + 1] == '+');
      int exponent = at + (signed ? 2 : 1);
      at = pastDigits(bytes, exponent, to);
      good &= at > exponent;
    }
    if (!good) {
      throw BadAnswerException.expected(EXPECTED, "a number that JSON has not");
    }
    if (at - from > Json.MAX_NUMBER) {
      throw BadAnswerException.tooLarge(
          "the value has a number of more than %d digits".formatted(Json.MAX_NUMBER));
    }
    return at;
  }

  /** Of a string of ASCII without escapes; -1 where it is another. */
  private static int endOfPlainString(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      byte next = bytes[i];
      if (next == '"') {
        return i + 1;
      }
      if (next < ' ' || next == '\\') {
        return -1;
      }
    }
    return -1;
  }

  private static int endByJackson(byte[] bytes, int at, int to) {
    try (var parser = Json.parser(bytes, at, to - at)) {
      if (parser.nextToken() != null) {
        parser.skipChildren();
        parser.finishToken();
        return at + (int) parser.currentLocation().getByteOffset();
      }
    } catch (StreamConstraintsException _) {
      throw BadAnswerException.tooLarge(
          "the value is nested deeper than %d levels, or has a number of more than %d digits or a name of more than %d characters"
              .formatted(Json.MAX_DEPTH, Json.MAX_NUMBER, Json.MAX_NAME));
    } catch (JacksonException _) {
      // told below, without its bytes
    }
    throw BadAnswerException.expected(EXPECTED, bytes, at, to);
  }
}
