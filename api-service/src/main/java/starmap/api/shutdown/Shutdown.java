package starmap.api.shutdown;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import starmap.api.limits.ApiProperties;
import starmap.api.progress.ProgressBoard;

/**
 * What comes before Spring's graceful shutdown, which closes the port at once, though load
 * balancers send requests until they have asked for readiness again. Readiness is down already;
 * requests are taken for a while as ever, but each connection closes behind its answer, so that
 * clients which keep theirs open go elsewhere.
 */
@Component
final class Shutdown implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

  private final ApplicationContext context;
  private final ProgressBoard progress;
  private final Duration delay;
  private volatile boolean running;

  Shutdown(ApplicationContext context, ProgressBoard progress, ApiProperties properties) {
    this.context = context;
    this.progress = progress;
    this.delay = properties.shutdownDelay();
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    if (delay.isPositive()) {
      LOG.info("told to end: not ready any more, requests are taken for {}", delay);
      closeConnections();
      await();
    }
    progress.stop();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Not by a header of ours: where one is set, Tomcat ends an answer without saying so. */
  private void closeConnections() {
    if (context instanceof WebServerApplicationContext web
        && web.getWebServer() instanceof TomcatWebServer server) {
      for (var connector : server.getTomcat().getService().findConnectors()) {
        boolean _ = connector.setProperty("maxKeepAliveRequests", "1");
      }
    }
  }

  private void await() {
    try {
      TimeUnit.NANOSECONDS.sleep(delay.toNanos());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
