package starmap.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import starmap.fault.Command;

/** Recognises calls of our scripts on their way to Redis. */
public final class ScriptCommands {
  private ScriptCommands() {}

  /** Calls of a script, such as {@code settle}, by its SHA. */
  public static Predicate<Command> of(String name) {
    var calls = calls(Script.valueOf(name.toUpperCase(Locale.ROOT)));
    return command -> calls.contains(new Command(command.words().stream().limit(2).toList()));
  }

  /** Its calls without their arguments, as different servers get them. */
  static Set<Command> calls(Script script) {
    return Stream.of(script.text(true), script.text(false))
        .map(text -> new Command(List.of("EVALSHA", sha(text))))
        .collect(Collectors.toSet());
  }

  private static String sha(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
