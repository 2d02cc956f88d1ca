package starmap.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Docker's command line, and that of Compose.
 *
 * @param program builds with BuildKit
 * @param compose the words that Compose is called with
 */
record Docker(String program, List<String> compose) {
  private static final Path HOME = Path.of(System.getProperty("starmap.home"));
  private static final Duration MOMENT = Duration.ofSeconds(20);
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** The last version whose client had BuildKit built in; later ones want the plugin. */
  private static final int WITHOUT_PLUGIN = 22;

  /** Skips the test, loudly, where no engine answers or one of the programs is missing. */
  static Docker required() {
    var program = programs().filter(Docker::builds).findFirst();
    if (program.isEmpty()) {
      throw skip("no docker program that builds with BuildKit is installed");
    }
    if (!works(program.get(), "info")) {
      throw skip("no Docker engine answers");
    }
    var plugin = List.of(program.get(), "compose");
    var words = works(program.get(), "compose", "version") ? plugin : List.of("docker-compose");
    if (!works(Stream.concat(words.stream(), Stream.of("version")).toArray(String[]::new))) {
      throw skip("Docker Compose is not installed");
    }
    return new Docker(program.get(), words);
  }

  /** Ends the test as skipped, for a reason that is seen. */
  static AssertionError skip(String reason) {
    System.err.println("NOT TESTED: images and docker-compose.yml, because " + reason);
    return abort(reason);
  }

  /** Whether this is the Compose that {@code docker compose} is. */
  boolean hasComposePlugin() {
    return compose.size() > 1;
  }

  /** Makes, or pulls, what our images and our composition are made of. */
  void provideImages() {
    var script = HOME.resolve("docker/stand-ins.sh").toString();
    var jdk = Map.of("JAVA_HOME", System.getProperty("java.home"));
    var run = Program.start("stand-ins", jdk, List.of(script));
    if (run.awaitExit(PATIENCE) != 0) {
      throw skip("images can neither be pulled nor made: " + run.output().strip());
    }
    run.output().lines().forEach(System.err::println);
  }

  /** Builds a target of the Dockerfile. */
  void build(String target, String tag) {
    var file = HOME.resolve("docker/Dockerfile").toString();
    // packages come over the engine's own network, which may lead nowhere
    run("build", "-f", file, "--target", target, "-t", tag, "--network", "host", HOME.toString());
  }

  /** What a command of {@code docker} prints; it must end well. */
  String run(String... arguments) {
    var command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments));
    return run(command, Map.of());
  }

  /** What a command prints; it must end well. */
  static String run(List<String> command, Map<String, String> environment) {
    var all = new HashMap<>(Map.of("DOCKER_BUILDKIT", "1"));
    all.putAll(environment);
    var run = Program.start("docker", all, HOME, command);
    assertThat(run.awaitExit(PATIENCE)).as(command + "\n" + run.output()).isZero();
    return run.output().strip();
  }

  private static Stream<String> programs() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(folder -> Path.of(folder, "docker"))
        .filter(Files::isExecutable)
        .map(Path::toString);
  }

  private static boolean builds(String program) {
    return works(program, "buildx", "version")
        || major(program).filter(version -> version <= WITHOUT_PLUGIN).isPresent();
  }

  private static Optional<Integer> major(String program) {
    var run = Program.start("docker-version", Map.of(), List.of(program, "--version"));
    run.awaitExit(MOMENT);
    return Stream.of(run.output().split("\\D+"))
        .filter(part -> !part.isEmpty())
        .map(Integer::valueOf)
        .findFirst();
  }

  private static boolean works(String... command) {
    try {
      return Program.start("docker-probe", Map.of(), List.of(command)).awaitExit(MOMENT) == 0;
    } catch (java.io.UncheckedIOException _) {
      return false; // there is no such program
    }
  }
}
