package starmap.worker.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A child and whatever it has started, as {@code /proc} shows it: all processes of its session, and
 * those that left the session but still carry the child's mark in their environment. Where there is
 * no {@code /proc}, it seems empty.
 */
final class Session {
  private static final Path PROC = Path.of("/proc");

  /** A process may fork while we look. */
  private static final int MOST_ROUNDS = 10;

  private Session() {}

  /** Kills all that is left of a child. */
  static void kill(long session, String mark) {
    boolean found = true;
    for (int round = 0; found && round < MOST_ROUNDS; round++) {
      found = killOnce(session, mark);
    }
  }

  /** How much memory the processes of each session have, in bytes. */
  static Map<Long, Long> memory(Set<Long> sessions) {
    var memory = new HashMap<Long, Long>();
    forEach(
        stat -> {
          if (sessions.contains(stat.session)) {
            memory.merge(stat.session, resident(stat.pid), Long::sum);
          }
        });
    return memory;
  }

  private static boolean killOnce(long session, String mark) {
    var found = new boolean[1];
    forEach(
        stat -> {
          if (!stat.isZombie() && (stat.session == session || isMarked(stat.pid, mark))) {
            found[0] = true;
            ProcessHandle.of(stat.pid).ifPresent(ProcessHandle::destroyForcibly);
          }
        });
    return found[0];
  }

  private static void forEach(Consumer<Stat> consumer) {
    try (var processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (var process : processes) {
        Stat.of(process).ifPresent(consumer);
      }
    } catch (IOException | DirectoryIteratorException _) {
      // there is no /proc here: the group is all that is known of the child
    }
  }

  private static boolean isMarked(long pid, String mark) {
    return read(PROC.resolve(pid + "/environ")).filter(text -> text.contains(mark)).isPresent();
  }

  private static long resident(long pid) {
    return read(PROC.resolve(pid + "/status")).stream()
        .flatMap(String::lines)
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .sum();
  }

  /** Empty where the process has just ended, or is another user's. */
  private static Optional<String> read(Path file) {
    try {
      return Optional.of(Files.readString(file, ISO_8859_1));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private record Stat(long pid, String state, long session) {
    static Optional<Stat> of(Path process) {
      // the name of the program is in brackets, and may have any bytes in it
      return read(process.resolve("stat"))
          .map(line -> line.substring(line.lastIndexOf(')') + 2).split(" ", -1))
          .map(
              fields ->
                  new Stat(
                      Long.parseLong(process.getFileName().toString()),
                      fields[0],
                      Long.parseLong(fields[3])));
    }

    boolean isZombie() {
      return state.equals("Z") || state.equals("X");
    }
  }
}
