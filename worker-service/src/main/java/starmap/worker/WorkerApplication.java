package starmap.worker;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.redis.autoconfigure.observation.LettuceObservationAutoConfiguration;

/** A worker process, with a web server only where it is told its port. */
// an observation of each command of Redis costs more than sending it
@SpringBootApplication(exclude = LettuceObservationAutoConfiguration.class)
public class WorkerApplication {

  /** The application, to be run with arguments of the form {@code --name=value}. */
  public static SpringApplicationBuilder application() {
    return new SpringApplicationBuilder(WorkerApplication.class)
        .listeners(new WebServerSwitch())
        .properties("spring.config.name=starmap-worker");
  }

  /** Starts a worker and lets it run until the process is told to end. */
  public static void main(String[] arguments) {
    application().run(arguments);
  }
}
