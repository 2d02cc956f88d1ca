package starmap.standalone.demo;

/** Looks whether an answer is right. */
@FunctionalInterface
interface Check {
  /**
   * Says what the answer means; empty where it speaks for itself.
   *
   * @throws WrongAnswerException where it is not right
   */
  String remark(String answer);

  static Check exactly(String right) {
    return answer -> {
      require(answer.equals(right), right);
      return "";
    };
  }

  static Check containing(String part) {
    return answer -> {
      require(answer.contains(part), "something with " + part);
      return "";
    };
  }

  static void require(boolean right, String expected) {
    if (!right) {
      throw new WrongAnswerException(expected);
    }
  }

  /** The answer is not what it must be. */
  final class WrongAnswerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongAnswerException(String expected) {
      super("this is wrong; right would be: " + expected);
    }
  }
}
