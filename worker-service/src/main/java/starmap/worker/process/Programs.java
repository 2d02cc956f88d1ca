package starmap.worker.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/** Finds programs, and what is wrong with those that cannot run. */
final class Programs {
  private static final int LONGEST_FIRST_LINE = 256;

  private Programs() {}

  /** By name in PATH, or by its path. */
  static Optional<Path> find(String program) {
    if (program.contains("/")) {
      return Optional.of(Path.of(program)).filter(Programs::isProgram);
    }
    var folders = Objects.requireNonNullElse(System.getenv("PATH"), "/usr/bin:/bin");
    return Arrays.stream(folders.split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, program))
        .filter(Programs::isProgram)
        .findFirst();
  }

  /**
   * Checks what can be checked without running it.
   *
   * @throws IOException where it cannot run, with the reason and the cure
   */
  static void requireRunnable(String program) throws IOException {
    var path = find(program);
    if (path.isEmpty()) {
      throw new IOException(
          program.contains("/")
              ? program + " is no executable file"
              : "there is no program " + program + " in the worker's PATH: install it");
    }
    var first = firstLine(path.get());
    if (first.startsWith("#!")) {
      requireInterpreter(first.substring(2).strip(), first.endsWith("\r"));
    }
  }

  private static void requireInterpreter(String line, boolean windows) throws IOException {
    if (windows) {
      throw new IOException(
          "its first line ends with a carriage return: save it with Unix line ends (LF)");
    }
    var words = line.split("\\s+", -1);
    if (!isProgram(Path.of(words[0]))) {
      throw new IOException("its first line names %s, which is not here".formatted(words[0]));
    }
    boolean byName = words[0].endsWith("/env") && words.length > 1 && !words[1].startsWith("-");
    if (byName && find(words[1]).isEmpty()) {
      throw new IOException(
          "its first line names %s, which is not in the worker's PATH: install it"
              .formatted(words[1]));
    }
  }

  private static String firstLine(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      var start = new String(in.readNBytes(LONGEST_FIRST_LINE), StandardCharsets.ISO_8859_1);
      return start.substring(0, start.indexOf('\n') < 0 ? start.length() : start.indexOf('\n'));
    }
  }

  private static boolean isProgram(Path path) {
    return Files.isRegularFile(path) && Files.isExecutable(path);
  }
}
