package starmap.worker.function;

import starmap.function.InvalidArgumentException;
import starmap.worker.execute.ItemSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads one argument from the item at which a source stands. */
@FunctionalInterface
interface ArgumentReader {
  /**
   * Reads it.
   *
   * @throws InvalidArgumentException where the item is something else
   */
  Object read(ItemSource item);

  /** Reads scalars that are no numbers, straight from the token. */
  static ArgumentReader scalar(String expected, Scalar scalar, JsonToken... accepted) {
    return item -> {
      var parser = item.parser();
      for (var token : accepted) {
        if (parser.currentToken() == token) {
          return scalar.read(parser);
        }
      }
      throw mismatch(expected, parser.currentToken());
    };
  }

  /** What an item is, and what it should have been. */
  static InvalidArgumentException mismatch(String expected, JsonToken token) {
    return new InvalidArgumentException("expected " + expected + ", got " + kind(token));
  }

  private static String kind(JsonToken token) {
    return switch (token) {
      case VALUE_NUMBER_INT -> "an integer";
      case VALUE_NUMBER_FLOAT -> "a number with a fraction or exponent";
      case VALUE_STRING -> "a string";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      case VALUE_NULL -> "null";
      case START_ARRAY -> "an array";
      case START_OBJECT -> "an object";
      default -> "something else";
    };
  }

  /** Takes a value from a parser that stands at it. */
  @FunctionalInterface
  interface Scalar {
    /** Reads it. */
    Object read(JsonParser parser);
  }
}
