package starmap.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import starmap.fault.Command;

/** Recognises calls of our scripts on their way to Redis. */
public final class ScriptCommands {
  private ScriptCommands() {}

  /** Calls of a script, such as {@code settle}, by its SHA. */
  public static Predicate<Command> of(String name) {
    var script = Script.valueOf(name.toUpperCase(Locale.ROOT));
    var shas =
        Stream.of(script.text(true), script.text(false))
            .map(text -> sha(text.getBytes(UTF_8)))
            .collect(Collectors.toSet());
    return command -> command.name().equals("EVALSHA") && shas.contains(command.words().get(1));
  }

  private static String sha(byte[] text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
