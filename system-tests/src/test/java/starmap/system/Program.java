package starmap.system;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** A process whose output goes to a file under target/logs. */
final class Program implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final Path log;

  private Program(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  static Program start(String name, Map<String, String> environment, List<String> command) {
    return start(name, environment, Path.of("."), command);
  }

  static Program start(
      String name, Map<String, String> environment, Path folder, List<String> command) {
    try {
      var logs = Files.createDirectories(Path.of(System.getProperty("starmap.logs")));
      var log = logs.resolve(COUNT.incrementAndGet() + "-" + name + ".log");
      var builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder.environment().putAll(environment);
      return new Program(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for a line of the output, and gives the first group of the pattern. */
  String awaitLine(String pattern) {
    var line = Pattern.compile(pattern);
    return await(pattern + " in " + log)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .failFast("it ended before", () -> !process.isAlive() && find(line).isEmpty())
        .until(() -> find(line), Optional::isPresent)
        .orElseThrow();
  }

  /** Waits for the end, and gives the exit code. */
  int awaitExit(Duration time) {
    try {
      if (!process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("still running after " + time + ": " + output());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly();
    awaitExit(PATIENCE);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** SIGTERM. */
  void terminate() {
    process.destroy();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        kill();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<String> find(Pattern line) {
    var matcher = line.matcher(output());
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
