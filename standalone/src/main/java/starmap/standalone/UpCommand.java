package starmap.standalone;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = "Runs everything on this machine until Ctrl-C.")
final class UpCommand implements Callable<Integer> {
  private static final int MOST_WORKERS = 256;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--port",
      defaultValue = "${env:STARMAP_PORT:--1}",
      description =
          "where to listen; 0 is any free port (default: STARMAP_PORT, else 8080, else any free port)")
  private int port;

  @Option(
      names = "--workers",
      defaultValue = "${env:STARMAP_WORKERS:-0}",
      description =
          "that many worker processes, instead of one worker inside this process (or STARMAP_WORKERS)")
  private int workers;

  @Option(
      names = "--slots",
      defaultValue = "${env:STARMAP_SLOTS:-0}",
      description =
          "how many chunks all workers together compute at a time (default: one for each processor)")
  private int slots;

  @Option(
      names = "--redis",
      defaultValue = "${env:STARMAP_REDIS_URL}",
      description =
          "an existing Redis, such as redis://localhost:6379 (default: STARMAP_REDIS_URL, else one is started and ended with this process; what it holds is lost then)")
  private @Nullable String redis;

  @Override
  public Integer call() throws InterruptedException {
    check(port >= -1 && port <= 65_535, "--port must be from 0 to 65535");
    check(workers >= 0 && workers <= MOST_WORKERS, "--workers must be from 0 to " + MOST_WORKERS);
    check(slots >= 0 && slots <= 4096, "--slots must be from 0 to 4096");
    var given = redis == null || redis.isEmpty() ? null : redis;
    var settings = new LocalStarmap.Settings(port, workers, slots, given);
    var starmap = LocalStarmap.start(settings);
    System.out.println("Starmap is up: " + starmap.address());
    System.out.println("Try:  curl " + starmap.address() + "/v1/map/square --json '[1,2,3]'");
    System.out.println("Your own functions: put their files into " + folder());
    System.out.println("API documentation: " + starmap.address() + "/swagger-ui   Stop: Ctrl-C");
    return Foreground.stay();
  }

  /** Watched in the directory in which the user called us. */
  private static Path folder() {
    var given = System.getenv("STARMAP_WORKER_FUNCTIONS");
    return Path.of(given == null ? "functions" : given).toAbsolutePath();
  }

  private void check(boolean right, String message) {
    if (!right && spec != null) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }
}
