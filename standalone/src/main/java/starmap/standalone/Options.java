package starmap.standalone;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Properties for a service, written as its command line. */
final class Options {
  private static final String SPRING_REDIS = "SPRING_DATA_REDIS_";

  private final List<String> arguments = new ArrayList<>();

  /**
   * Those of every service that is started here: it speaks up only when something is wrong. What
   * functions print is shown.
   */
  static Options quiet() {
    return new Options()
        .set("logging.level.root", "warn")
        .set("logging.level.starmap.function", "info");
  }

  Options set(String property, Object value) {
    arguments.add("--" + property + "=" + value);
    return this;
  }

  /** Leaves the service's own default where nothing is given. */
  Options setGiven(String property, @Nullable Object value) {
    return value == null ? this : set(property, value);
  }

  /** {@code url} is null where Spring's own properties in the environment say where Redis is. */
  Options setRedis(@Nullable String url) {
    if (url == null
        && System.getenv().keySet().stream().noneMatch(name -> name.startsWith(SPRING_REDIS))) {
      throw new StartException(
          "say which Redis: --redis redis://HOST:PORT, or STARMAP_REDIS_URL, or Spring's own SPRING_DATA_REDIS_... in the environment");
    }
    return setGiven("spring.data.redis.url", url);
  }

  ConfigurableApplicationContext start(SpringApplicationBuilder service) {
    return service.run(arguments.toArray(String[]::new));
  }
}
