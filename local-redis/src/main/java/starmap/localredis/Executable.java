package starmap.localredis;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import redis.embedded.core.ExecutableProvider;

/**
 * A redis-server program.
 *
 * @param path where it lies
 */
public record Executable(String path) {

  /** The program on the path, where there is one. */
  public static Optional<Executable> installed() {
    return onPath("redis-server").map(Executable::new);
  }

  /**
   * What to put before a command so that Ctrl-C in the terminal does not reach it: the server must
   * outlive those who still use it while they stop. Nothing where the system has no {@code setsid}.
   */
  static List<String> detachment() {
    return onPath("setsid").stream().toList();
  }

  private static Optional<String> onPath(String program) {
    var path = System.getenv().getOrDefault("PATH", "");
    return Arrays.stream(path.split(File.pathSeparator))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  /** Finds the program; the bundled one is unpacked into {@code folder}. */
  static Executable of(Source source, Path folder) throws IOException {
    return switch (source) {
      case INSTALLED ->
          installed()
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          "no redis-server is installed: none is on the PATH"));
      case BUNDLED ->
          new Executable(
              ExecutableProvider.newJarResourceProvider(folder.toFile()).get().toString());
      case BEST -> of(installed().isPresent() ? Source.INSTALLED : Source.BUNDLED, folder);
    };
  }
}
