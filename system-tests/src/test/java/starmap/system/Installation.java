package starmap.system;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import starmap.chaos.site.Launcher;
import starmap.localredis.RedisServer;
import starmap.localredis.RedisSite;
import starmap.localredis.Source;
import starmap.localredis.Topology;

/**
 * A Redis of the kind that the system property {@code starmap.test.topology} says, an API process
 * and worker processes, as {@code ./starmap api} and {@code worker} start them.
 */
final class Installation implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Functions of tests come from the jar that the build makes of them. */
  private static final Launcher LAUNCHER =
      new Launcher(
          Path.of(System.getProperty("starmap.archives")),
          System.getProperty("starmap.test.classes"));

  private final RedisSite redis;
  private final Map<String, String> environment;
  private final Deque<Program> programs = new ArrayDeque<>();
  private final Program api;
  private final Http http;
  private boolean closesRedis = true;

  private Installation(RedisSite redis, Duration lease, Map<String, String> more) {
    this.redis = redis;
    environment = new HashMap<>(redis.environment());
    environment.put("STARMAP_STORE_LEASE", lease.toMillis() + "ms");
    environment.put("STARMAP_WORKER_HEARTBEAT", lease.toMillis() / 3 + "ms");
    environment.putAll(more);
    api = start("api", List.of(), Map.of(), List.of("api", "--port", "0"));
    http = new Http(awaitAddress());
  }

  /** Nobody else would end a process that never got so far. */
  private String awaitAddress() {
    try {
      return api.awaitLine("is up: (http://\\S+)");
    } catch (RuntimeException | Error e) {
      api.close();
      throw e;
    }
  }

  static Installation start(Duration lease) {
    return start(lease, Map.of());
  }

  /** Its processes see further environment variables. */
  static Installation start(Duration lease, Map<String, String> more) {
    return new Installation(redis(/* persistent= */ false), lease, more);
  }

  /** On a Redis of the caller's, which its processes may reach by another way. */
  static Installation on(RedisSite redis, Duration lease, Map<String, String> more) {
    var installation = new Installation(redis, lease, more);
    installation.closesRedis = false;
    return installation;
  }

  /** Its Redis keeps what it acknowledged, should it be killed. */
  static Installation persistent(Duration lease) {
    return new Installation(
        redis(/* persistent= */ true, "--appendfsync", "always"), lease, Map.of());
  }

  private static RedisSite redis(boolean persistent, String... settings) {
    var topology = System.getProperty("starmap.test.topology", "single");
    return Topology.valueOf(topology.toUpperCase(Locale.ROOT))
        .start(Source.BEST, /* failsOver= */ false, persistent, settings);
  }

  /** Starts another worker and waits until it is known. */
  Program addWorker(int slots) {
    return addWorker(slots, Map.of());
  }

  /** Starts another worker that serves the functions of a folder, and waits until it is known. */
  Program addWorker(int slots, Path functions) {
    return addWorker(slots, Map.of("STARMAP_WORKER_FUNCTIONS", functions.toString()));
  }

  /** Starts another worker that has a web server, and gives a client of that. */
  Http addWorkerWithPort(int slots) {
    var worker = addWorker(slots, Map.of("SERVER_PORT", "0", "SERVER_ADDRESS", "127.0.0.1"));
    return new Http("http://127.0.0.1:" + worker.awaitLine("Tomcat started on port (\\d+)"));
  }

  private Program addWorker(int slots, Map<String, String> more) {
    var arguments = List.of("worker", "--slots", Integer.toString(slots));
    var worker = start("worker", List.of(), more, arguments);
    awaitKnown(worker);
    return worker;
  }

  /** Starts a small worker that is up soon, and does not wait for it. */
  Program startWorker(int slots) {
    var jvm = List.of("-XX:+ExitOnOutOfMemoryError" /* as ./starmap worker has it */, "-Xmx80m");
    var arguments = List.of("worker", "--slots", Integer.toString(slots));
    return start("small-worker", jvm, Map.of(), arguments);
  }

  /** Waits until the installation knows the worker. */
  void awaitKnown(Program worker) {
    await("worker " + worker.pid())
        .atMost(PATIENCE)
        .until(() -> http.get("/v1/workers").body().contains("\"pid\":" + worker.pid() + ","));
  }

  Http http() {
    return http;
  }

  /** The API's process. */
  Program api() {
    return api;
  }

  RedisServer redis() {
    return redis.master();
  }

  @Override
  public void close() {
    programs.forEach(Program::close);
    if (closesRedis) {
      redis.close();
    }
  }

  private Program start(
      String name, List<String> jvm, Map<String, String> more, List<String> arguments) {
    var command = LAUNCHER.command(jvm, arguments);
    var all = new HashMap<>(environment);
    all.putAll(more);
    var program = Program.start(name, all, command);
    programs.push(program);
    return program;
  }
}
