package starmap.worker.function;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import starmap.function.RawJson;
import starmap.wire.Json;

/** Turns what a function returned into the bytes of one JSON value. */
final class ValueWriter {
  private static final byte[] NULL = "null".getBytes(US_ASCII);

  private ValueWriter() {}

  /**
   * Writes a value.
   *
   * @throws NotJsonException for NaN and infinities
   */
  static byte[] write(@Nullable Object value) {
    return switch (value) {
      case null -> NULL;
      case Long number -> Long.toString(number).getBytes(US_ASCII);
      case Integer number -> Integer.toString(number).getBytes(US_ASCII);
      case BigInteger number -> number.toString().getBytes(US_ASCII);
      case Double number when !Double.isFinite(number) -> throw new NotJsonException();
      case Double number -> Double.toString(number).getBytes(US_ASCII);
      case RawJson raw -> raw.utf8();
      default -> Json.MAPPER.writeValueAsBytes(value);
    };
  }

  /** A value that JSON has no form for; the item fails with type {@code NotJson}. */
  static final class NotJsonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotJsonException() {
      super("the value is not a finite number, and JSON has no form for it");
    }
  }
}
