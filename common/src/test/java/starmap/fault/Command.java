package starmap.fault;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * A command on its way to Redis.
 *
 * @param words its name and its arguments, bytes as ISO-8859-1
 */
public record Command(List<String> words) {
  /** Its name in capitals. */
  public String name() {
    return words.getFirst().toUpperCase(Locale.ROOT);
  }

  /** Whether the first argument is this one. */
  public boolean isAbout(String first) {
    return words.size() > 1 && words.get(1).equals(first);
  }

  /** Any command of this name. */
  public static Predicate<Command> named(String name) {
    return command -> command.name().equals(name);
  }
}
