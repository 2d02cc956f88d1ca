package starmap.worker;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;

/**
 * Gives a worker a web server, for probes and for Prometheus, where {@code server.port} is set. It
 * costs a start some hundred milliseconds, and most workers need none.
 */
final class WebServerSwitch implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

  @Override
  public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
    var port = event.getEnvironment().getProperty("server.port", "");
    event
        .getSpringApplication()
        .setWebApplicationType(
            port.isBlank() ? WebApplicationType.NONE : WebApplicationType.SERVLET);
  }
}
