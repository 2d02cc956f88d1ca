package starmap.api.testing;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.coyote.AbstractProtocol;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import starmap.api.ApiApplication;
import starmap.localredis.LocalCluster;
import starmap.localredis.RedisServer;
import starmap.localredis.RedisSite;
import starmap.localredis.SlotMover;
import starmap.localredis.Source;
import starmap.store.Redis;
import starmap.worker.WorkerApplication;

/** A Redis, the API and a worker with two slots, all of them real, in this JVM. */
public final class LocalApi implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration BETWEEN_MOVES = Duration.ofSeconds(1);

  private final Deque<Runnable> parts = new ArrayDeque<>();
  private final RedisSite redis;
  private final RedisClusterCommands<String, String> commands;
  private final ConfigurableApplicationContext context;
  private final int port;
  private @Nullable SlotMover mover;

  private LocalApi(String... settings) {
    redis = Redis.start(Source.BEST, /* persistent= */ false);
    parts.push(redis::close);
    parts.push(this::hold);
    var client = redis.client();
    parts.push(client::shutdown);
    commands = commands(client);
    move();
    keep(anotherWorker("--starmap.worker.slots=2"));
    context = keep(run(ApiApplication.application(), settings));
    port = Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> http().get("/v1/workers").json().at("/workers/0/alive").asBoolean());
  }

  /** Starts all with further settings of the API such as {@code --starmap.api.max-labels=2}. */
  public static LocalApi start(String... settings) {
    return new LocalApi(settings);
  }

  /** Sends requests to the API. */
  public Http http() {
    return new Http(port);
  }

  /** Sends bytes to the API that no well-behaved client would send. */
  public RawHttp raw() {
    return new RawHttp(port);
  }

  /** The server that holds the data, to be stopped and started; it stays the same for this test. */
  public RedisServer redis() {
    hold();
    return redis.master();
  }

  /** In a cluster the data moves from server to server all the time. */
  void move() {
    if (mover == null && redis instanceof LocalCluster cluster) {
      mover = SlotMover.start(cluster, BETWEEN_MOVES);
    }
  }

  private void hold() {
    if (mover != null) {
      mover.close();
      mover = null;
    }
  }

  /** Sets {@code maxmemory} of the server that holds the data; 0 is no limit. */
  public void limitMemory(long bytes) {
    try (var client = redis().client()) {
      client.connect().sync().configSet("maxmemory", Long.toString(bytes));
    }
  }

  /** Redis, to be looked into. */
  public RedisClusterCommands<String, String> commands() {
    return commands;
  }

  /** The API's own parts. */
  public ConfigurableApplicationContext context() {
    return context;
  }

  /** Starts another worker, to be closed by whoever asked for it. */
  public ConfigurableApplicationContext anotherWorker(String... settings) {
    var withoutServer = Stream.of("--spring.main.web-application-type=none");
    var all = Stream.concat(withoutServer, Stream.of(settings)).toArray(String[]::new);
    return run(WorkerApplication.application(), all);
  }

  /** Starts another API on the same Redis, to be closed by whoever asked for it. */
  public ConfigurableApplicationContext anotherApi(String... settings) {
    return run(ApiApplication.application(), settings);
  }

  /** How many connections the API holds. */
  public long connections() {
    var server = ((ServletWebServerApplicationContext) context).getWebServer();
    var handler = ((TomcatWebServer) server).getTomcat().getConnector().getProtocolHandler();
    return ((AbstractProtocol<?>) handler).getConnectionCount();
  }

  /** Every key of jobs. */
  public SortedSet<String> jobKeys() {
    return new TreeSet<>(commands.keys("*}:j:*"));
  }

  /** Every key but heartbeats, the number of slots and the clock of the queue. */
  public SortedSet<String> traces() {
    var all = new TreeSet<>(commands.keys("*"));
    all.removeIf(key -> key.endsWith(":workers") || key.endsWith(":idle"));
    all.removeIf(key -> key.endsWith(":vt") || key.endsWith(":costs"));
    all.removeIf(key -> key.endsWith(":usage") || key.endsWith(":ended"));
    return all;
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      parts.pop().run();
    }
  }

  private ConfigurableApplicationContext run(
      SpringApplicationBuilder application, String... settings) {
    var common =
        Stream.of(
            "--server.port=0",
            "--server.address=127.0.0.1",
            "--logging.level.root=warn",
            "--starmap.store.lease=6s",
            "--starmap.worker.heartbeat=250ms",
            "--starmap.worker.grace=1s",
            "--spring.lifecycle.timeout-per-shutdown-phase=3s");
    return application
        .registerShutdownHook(false)
        .run(
            Redis.arguments(
                redis, Stream.concat(common, Stream.of(settings)).toArray(String[]::new)));
  }

  private static RedisClusterCommands<String, String> commands(AbstractRedisClient client) {
    return client instanceof RedisClusterClient cluster
        ? cluster.connect().sync()
        : ((RedisClient) client).connect().sync();
  }

  private ConfigurableApplicationContext keep(ConfigurableApplicationContext part) {
    parts.push(part::close);
    return part;
  }
}
