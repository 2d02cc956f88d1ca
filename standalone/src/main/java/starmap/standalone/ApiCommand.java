package starmap.standalone;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import starmap.api.ApiApplication;

@Command(
    name = "api",
    mixinStandardHelpOptions = true,
    description = "Runs one API process against a given Redis.")
final class ApiCommand implements Callable<Integer> {
  @Option(
      names = "--redis",
      defaultValue = "${env:STARMAP_REDIS_URL}",
      description =
          "such as redis://localhost:6379 (or STARMAP_REDIS_URL); not needed where the environment has SPRING_DATA_REDIS_... properties")
  private @Nullable String redis;

  @Option(
      names = "--port",
      defaultValue = "${env:STARMAP_PORT:-8080}",
      description = "where to listen; 0 is any free port (default: 8080, or STARMAP_PORT)")
  private int port;

  @Option(
      names = "--bind",
      defaultValue = "${env:STARMAP_BIND:-127.0.0.1}",
      description = "the address to listen on (default: 127.0.0.1, or STARMAP_BIND)")
  private String bind = "";

  @Override
  public Integer call() throws InterruptedException {
    var api =
        new Options()
            .setRedis(redis)
            .set("server.port", Ports.choose(port))
            .set("server.address", bind)
            .start(ApiApplication.application());
    System.out.println(
        "Starmap's API is up: http://"
            + bind
            + ":"
            + api.getEnvironment().getProperty("local.server.port"));
    return Foreground.stay();
  }
}
