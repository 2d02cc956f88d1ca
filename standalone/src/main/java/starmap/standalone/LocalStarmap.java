package starmap.standalone;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import starmap.api.ApiApplication;
import starmap.fleet.Worker;
import starmap.fleet.WorkerRegistry;
import starmap.localredis.LocalRedis;
import starmap.localredis.Source;
import starmap.worker.WorkerApplication;

/** Redis, the API and workers on this machine, on loopback only. Closes all it started. */
final class LocalStarmap implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** How long requests and items at hand may take when everything stops. */
  private static final String GRACE = "5s";

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final ConfigurableApplicationContext api;
  private boolean closed;

  /**
   * What to start.
   *
   * @param port where the API listens; -1 is 8080, or any while that is taken
   * @param workers number of worker processes; 0 is one worker in this process
   * @param slots of all workers together; 0 is one for each processor
   * @param redis where Redis is; null starts one
   */
  record Settings(int port, int workers, int slots, @Nullable String redis) {
    /** Slots of each worker. */
    int slotsEach() {
      int all = slots > 0 ? slots : Runtime.getRuntime().availableProcessors();
      return Math.ceilDiv(all, Math.max(1, workers));
    }
  }

  private LocalStarmap(Settings settings) {
    // it may be told to end before it is up
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "starmap-closer"));
    int port = Ports.choose(settings.port());
    var redis = settings.redis() == null ? ownRedis() : settings.redis();
    @Nullable ConfigurableApplicationContext inside = null;
    if (settings.workers() == 0) {
      var worker = local(redis).set("starmap.worker.slots", settings.slotsEach());
      worker.set("starmap.worker.grace", GRACE);
      worker.set("spring.main.web-application-type", "none"); // the API has the port
      inside = keep(worker.start(withoutHook(WorkerApplication.application())));
    } else {
      keep(WorkerProcesses.start(redis, settings.workers(), settings.slotsEach()));
    }
    var options = local(redis).set("server.address", "127.0.0.1").set("server.port", port);
    api = keep(options.start(withoutHook(ApiApplication.application())));
    if (inside != null) {
      OneScrape.of(api, inside);
    }
    awaitWorkers(Math.max(1, settings.workers()));
  }

  /** Returns when a job can be posted. */
  static LocalStarmap start(Settings settings) {
    return new LocalStarmap(settings);
  }

  /** Such as {@code http://127.0.0.1:8080}. */
  String address() {
    return "http://127.0.0.1:" + api.getEnvironment().getProperty("local.server.port");
  }

  /** Requests end first, then workers, then Redis. The end of the process does it as well. */
  @Override
  public synchronized void close() {
    closed = true;
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        System.err.println("a part of Starmap did not stop in good order: " + e);
      }
    }
  }

  private String ownRedis() {
    return keep(LocalRedis.start(Source.BEST).closedByCaller()).uri();
  }

  private static Options local(String redis) {
    return Options.quiet()
        .set("spring.data.redis.url", redis)
        .set("spring.lifecycle.timeout-per-shutdown-phase", GRACE);
  }

  private static SpringApplicationBuilder withoutHook(SpringApplicationBuilder service) {
    return service.registerShutdownHook(false);
  }

  private void awaitWorkers(int count) {
    var registry = api.getBean(WorkerRegistry.class);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (registry.list().stream().filter(Worker.Seen::alive).count() < count) {
      if (System.nanoTime() > end) {
        close();
        throw new StartException("the workers did not start within " + PATIENCE.toSeconds() + " s");
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  private synchronized <T extends AutoCloseable> T keep(T part) {
    parts.push(part);
    if (closed) {
      close();
      throw new StartException("Starmap was told to end while it started");
    }
    return part;
  }
}
