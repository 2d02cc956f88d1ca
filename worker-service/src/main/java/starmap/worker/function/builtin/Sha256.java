package starmap.worker.function.builtin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import starmap.function.CallContext;
import starmap.function.InvalidArgumentException;
import starmap.function.ItemFunction;
import starmap.function.StarmapFunction;

/** The SHA-256 digest of a string's UTF-8 bytes, in hexadecimal. */
@StarmapFunction(
    name = "hash.sha256",
    description = "The SHA-256 digest of a string's UTF-8 bytes, in hexadecimal.",
    example = "\"abc\"")
public final class Sha256 implements ItemFunction<String, String> {
  @Override
  public String apply(String argument, CallContext context) throws NoSuchAlgorithmException {
    var digest = MessageDigest.getInstance("SHA-256");
    try {
      digest.update(UTF_8.newEncoder().encode(CharBuffer.wrap(argument)));
    } catch (CharacterCodingException _) {
      throw new InvalidArgumentException("half of a surrogate pair has no UTF-8 bytes");
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
