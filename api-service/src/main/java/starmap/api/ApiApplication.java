package starmap.api;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.redis.autoconfigure.observation.LettuceObservationAutoConfiguration;

/** The HTTP service. */
// an observation of each command of Redis costs more than sending it
@SpringBootApplication(exclude = LettuceObservationAutoConfiguration.class)
public class ApiApplication {

  /** The application, to be run with arguments of the form {@code --name=value}. */
  public static SpringApplicationBuilder application() {
    return new SpringApplicationBuilder(ApiApplication.class)
        .properties("spring.config.name=starmap-api");
  }

  /** Starts the service and lets it run until the process is told to end. */
  public static void main(String[] arguments) {
    application().run(arguments);
  }
}
