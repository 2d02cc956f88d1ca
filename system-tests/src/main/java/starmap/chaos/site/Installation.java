package starmap.chaos.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;
import starmap.localredis.LocalCluster;
import starmap.localredis.LocalRedis;
import starmap.localredis.RedisSite;
import starmap.localredis.Source;
import starmap.localredis.Topology;

/**
 * Redis with a file that keeps all it acknowledged, API processes, and workers with one slot each.
 * Everything between them and a single Redis passes a {@link Proxy}; where there are several
 * servers, they are asked for each other's addresses, and reached without one.
 */
public final class Installation implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final List<String> JVM = List.of("-Xmx256m");

  private final RedisSite redis;
  private final Proxy network;
  private final Leases leases;
  private final List<Integer> ports;
  private final Path folder;
  private final List<Service> apis = new ArrayList<>();
  private final List<Service> workers = new ArrayList<>();

  /**
   * What runs.
   *
   * @param topology what kind of Redis
   * @param apis API processes
   * @param workers workers
   * @param lease starmap.store.lease
   * @param more further environment variables
   */
  public record Size(
      Topology topology, int apis, int workers, Duration lease, Map<String, String> more) {}

  /** Starts two API processes and four workers, with files in {@code logs}. */
  public Installation(Topology topology, Duration lease, Path logs) throws IOException {
    this(new Size(topology, 2, 4, lease, Map.of()), logs);
  }

  /**
   * Starts everything, and waits until it is ready; every process writes a file to {@code logs}.
   */
  public Installation(Size size, Path logs) throws IOException {
    redis = start(size.topology());
    network = new Proxy(redis.master().port());
    leases = new Leases(redis.client());
    ports = IntStream.range(0, size.apis()).mapToObj(_ -> freePort()).toList();
    folder = Files.createTempDirectory("starmap-chaos-site");
    var launcher = new Launcher(folder);
    var environment = environment(size);
    for (int i = 0; i < size.apis(); i++) {
      var arguments = List.of("api", "--port", Integer.toString(ports.get(i)));
      apis.add(
          new Service(
              launcher.command(JVM, arguments), environment, logs.resolve("api-" + i + ".log")));
    }
    for (int i = 0; i < size.workers(); i++) {
      var arguments = List.of("worker", "--slots", "1");
      workers.add(
          new Service(
              launcher.command(JVM, arguments), environment, logs.resolve("worker-" + i + ".log")));
    }
    Runtime.getRuntime().addShutdownHook(new Thread(this::end, "chaos-closer"));
    var first = List.of(api(0), worker(0));
    start(first);
    first.forEach(Service::stop);
    start(Stream.concat(apis.stream(), workers.stream()).toList());
  }

  /** Where the API processes listen, dead or alive. */
  public List<URI> addresses() {
    return ports.stream().map(port -> URI.create("http://127.0.0.1:" + port)).toList();
  }

  /** One of the API processes; any number names one. */
  public Service api(int number) {
    return apis.get(Math.floorMod(number, apis.size()));
  }

  /** One of the workers; any number names one. */
  public Service worker(int number) {
    return workers.get(Math.floorMod(number, workers.size()));
  }

  /** What is between Starmap's processes and Redis. */
  public Proxy network() {
    return network;
  }

  /** What Redis itself says. */
  public Leases leases() {
    return leases;
  }

  /** Kills the Redis that holds the data, and starts it again after a time. */
  public synchronized void killRedis(Duration away) {
    redis.crash(away);
  }

  /** Moves the data to another server of the cluster. */
  public synchronized void moveSlot() {
    if (redis instanceof LocalCluster cluster) {
      var _ = cluster.moveSlot();
    }
  }

  /** Waits until a process that was started does its work. */
  public void awaitReady(Service service) {
    int api = apis.indexOf(service);
    BooleanSupplier ready =
        api < 0 ? () -> leases.isRegistered(service.pid()) : () -> answers(ports.get(api));
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!ready.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("process " + service.pid() + " did not start");
      }
      pause();
    }
  }

  @Override
  public void close() {
    end();
    leases.close();
    redis.close();
    try {
      FileSystemUtils.deleteRecursively(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, String> environment(Size size) {
    var lease = size.lease();
    var all = new HashMap<>(size.more());
    if (redis instanceof LocalRedis) {
      all.put("STARMAP_REDIS_URL", "redis://127.0.0.1:" + network.port());
    } else {
      all.putAll(redis.environment());
      all.put("STARMAP_STORE_DURABILITY", "replicated");
    }
    all.put("STARMAP_STORE_LEASE", lease.toMillis() + "ms");
    all.put("STARMAP_STORE_UPLOADDEADLINE", lease.multipliedBy(2).toMillis() + "ms");
    all.put("STARMAP_WORKER_HEARTBEAT", lease.toMillis() / 3 + "ms");
    return all;
  }

  private static RedisSite start(Topology topology) {
    return topology.start(
        Source.BEST,
        /* failsOver= */ true,
        /* persistent= */ true,
        "--appendfsync",
        "always",
        "--repl-diskless-sync-delay",
        "0");
  }

  private void start(List<Service> services) {
    services.forEach(Service::start);
    services.forEach(this::awaitReady);
  }

  private void end() {
    apis.forEach(Service::close);
    workers.forEach(Service::close);
    network.close();
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static boolean answers(int port) {
    try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
