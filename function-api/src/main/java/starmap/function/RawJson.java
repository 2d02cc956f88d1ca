package starmap.function;

import java.nio.charset.StandardCharsets;

/**
 * One JSON value as its bytes, for functions that pass payloads on untouched.
 *
 * @param utf8 the bytes; not copied: never change them
 */
@SuppressWarnings("ArrayRecordComponent") // bytes pass through, and are never compared
public record RawJson(byte[] utf8) {
  /** The value as text. */
  @Override
  public String toString() {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
