package starmap.worker.function.builtin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import starmap.function.CallContext;
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
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(argument.getBytes(UTF_8)));
  }
}
