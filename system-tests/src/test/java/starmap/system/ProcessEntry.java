package starmap.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What {@code /proc} tells of a process.
 *
 * @param pid its id
 * @param state one letter; Z is a zombie
 * @param parent its parent's id
 */
record ProcessEntry(long pid, String state, long parent) {
  private static final Path PROC = Path.of("/proc");

  /** Children of a process that have ended, and that nobody has waited for. */
  static List<ProcessEntry> zombiesOf(long parent) {
    return all().stream().filter(one -> one.isZombie() && one.parent == parent).toList();
  }

  /** All that a worker's functions have started, and the watch that ends them after the worker. */
  static List<ProcessEntry> startedBy(long worker) {
    var mark = "STARMAP_CHILD=" + worker + "-";
    return all().stream()
        .filter(one -> !one.isZombie())
        .filter(one -> one.has("environ", mark) || one.has("cmdline", mark))
        .toList();
  }

  /** What children of a worker have started and left behind. */
  static List<ProcessEntry> straysOf(long worker) {
    return startedBy(worker).stream().filter(one -> one.parent != worker).toList();
  }

  private boolean isZombie() {
    return state.equals("Z");
  }

  private boolean has(String file, String text) {
    return read(pid + "/" + file).filter(content -> content.contains(text)).isPresent();
  }

  private static List<ProcessEntry> all() {
    try (var files = Files.list(PROC)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("\\d+"))
          .flatMap(ProcessEntry::of)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<ProcessEntry> of(String pid) {
    return read(pid + "/stat").stream()
        .map(line -> line.substring(line.lastIndexOf(')') + 2).split(" ", -1))
        .map(fields -> new ProcessEntry(Long.parseLong(pid), fields[0], Long.parseLong(fields[1])));
  }

  /** Empty where the process has just ended. */
  private static Optional<String> read(String file) {
    try {
      return Optional.of(Files.readString(PROC.resolve(file), ISO_8859_1));
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
