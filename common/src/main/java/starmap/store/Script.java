package starmap.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The Lua scripts, one file per verb. A header line {@code -- include: a b} puts {@code lib/a.lua}
 * and {@code lib/b.lua} before the body.
 */
enum Script {
  CREATE,
  PUT,
  SEAL,
  SUBMIT,
  CLAIM,
  EXTEND,
  SETTLE,
  RECLAIM,
  CANCEL,
  PURGE,
  COLLECT,
  AUDIT,
  RETRY,
  REOPEN,
  FOLD,
  REROUTE,
  PAUSE,
  RESUME,
  CHANGE,
  REGISTER,
  DRAIN,
  SEAT;

  private static final String INCLUDE = "-- include: ";
  private static final String FLAGS = "-- flags: ";
  private static final String ALLOW_OOM = "redis.call('PERSIST', KEYS[1])";
  private static final String REFUSE_OOM = "redis.call('ZADD', KEYS[1], 'XX', 0, '')";

  /** The file's own lines, header first. */
  List<String> lines() {
    return read(file()).lines().toList();
  }

  /** Names of the included files. */
  List<String> includes() {
    return words(INCLUDE).toList();
  }

  /**
   * The text that Redis runs. Its first line says whether the script may run when memory is full.
   * Before Redis 7 there are no flags; the first write decides for the whole script, so it is one
   * that changes nothing and is always allowed, or refused when memory is full.
   */
  String text(boolean flagged) {
    return text(flagged, Script::read);
  }

  /**
   * The same from other files; {@code files} gives the text of {@code lib/…} and {@code scripts/…}.
   */
  String text(boolean flagged, UnaryOperator<String> files) {
    var body =
        Stream.concat(includes().stream().map(name -> "lib/" + name), Stream.of(file()))
            .map(files)
            .collect(Collectors.joining("\n"))
            .stripTrailing();
    var flags = words(FLAGS).toList();
    var first = flags.contains("allow-oom") ? ALLOW_OOM : REFUSE_OOM;
    return (flagged ? "#!lua flags=" + String.join(",", flags) : first) + "\n" + body;
  }

  private String file() {
    return "scripts/" + name().toLowerCase(Locale.ROOT);
  }

  private Stream<String> words(String header) {
    return lines().stream()
        .filter(line -> line.startsWith(header))
        .flatMap(line -> Arrays.stream(line.substring(header.length()).split(" ")));
  }

  /** The text of a file of the jar, named without its ending. */
  static String read(String name) {
    try (var file = Script.class.getResourceAsStream(name + ".lua")) {
      if (file == null) {
        throw new IllegalStateException("the jar lacks " + name + ".lua");
      }
      return new String(file.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
