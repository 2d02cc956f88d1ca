package starmap.worker.process;

/** A child has answered what is no answer. Says what was expected and what kind of thing came. */
final class BadAnswerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String type;

  private BadAnswerException(String type, String message) {
    super(message);
    this.type = type;
  }

  static BadAnswerException expected(String expected, byte[] got, int from, int to) {
    return new BadAnswerException(
        "BadAnswer", "expected %s, got %s".formatted(expected, kind(got, from, to)));
  }

  static BadAnswerException expected(String expected, String got) {
    return new BadAnswerException("BadAnswer", "expected %s, got %s".formatted(expected, got));
  }

  static BadAnswerException tooLarge(String message) {
    return new BadAnswerException("ResultTooLarge", message);
  }

  ItemError error() {
    return ItemError.passing(type, String.valueOf(getMessage()));
  }

  private static String kind(byte[] line, int from, int to) {
    int at = Values.pastBlanks(line, from, to);
    if (at == to) {
      return "an empty line";
    }
    return switch (line[at]) {
      case '{' -> "an object of another form, or a broken one";
      case '[' -> "an array";
      case '"' -> "a string";
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> "a number";
      default -> Character.isLetter(line[at]) ? "text that is no JSON" : "bytes that are no JSON";
    };
  }
}
