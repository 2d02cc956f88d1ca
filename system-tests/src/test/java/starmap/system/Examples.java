package starmap.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;

/** The examples of functions that people copy. */
final class Examples {
  static final Path HOME = Path.of(System.getProperty("starmap.home"), "examples");

  private Examples() {}

  /** Copies every file of {@code examples/functions}, and the jar of {@code java-function}. */
  static void copyTo(Path functions) throws IOException {
    try (var files = Files.list(HOME.resolve("functions"))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var copy = functions.resolve(file.getFileName());
        Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    var classes = Files.createTempDirectory(functions.getParent(), "classes");
    var main = HOME.resolve("java-function/src/main");
    compile(main.resolve("java"), classes);
    var jar = classes.resolveSibling("java-function.jar");
    run("jar", "-cf", jar, "-C", classes, ".", "-C", main.resolve("resources"), ".");
    Files.move(jar, functions.resolve(jar.getFileName()), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Whether a command ends well. */
  static boolean works(String command) {
    var shell = List.of("sh", "-c", command);
    return Program.start("probe", Map.of(), shell).awaitExit(Duration.ofMinutes(1)) == 0;
  }

  private static void compile(Path sources, Path classes) throws IOException {
    var arguments = new ArrayList<Object>();
    arguments.addAll(List.of("-d", classes, "-cp", System.getProperty("java.class.path")));
    try (var files = Files.walk(sources)) {
      files.filter(file -> file.toString().endsWith(".java")).forEach(arguments::add);
    }
    run("javac", arguments.toArray());
  }

  private static void run(String tool, Object... arguments) {
    var words = List.of(arguments).stream().map(Object::toString).toArray(String[]::new);
    var found = ToolProvider.findFirst(tool).orElseThrow();
    assertThat(found.run(System.out, System.err, words)).as(tool).isZero();
  }
}
