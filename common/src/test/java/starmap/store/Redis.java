package starmap.store;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import starmap.container.ContainerRedis;
import starmap.localredis.Executable;
import starmap.localredis.RedisServer;
import starmap.localredis.RedisSite;
import starmap.localredis.Source;
import starmap.localredis.Topology;

/**
 * A real Redis for tests: one server a JVM, empty before each test, and a new store that lives in
 * virtual time. After each test the {@link Invariants} are checked.
 *
 * <pre>{@code
 * @RegisterExtension final Redis redis = new Redis();
 * }</pre>
 *
 * The system property {@code starmap.test.redis} says which server: bundled, installed or best; and
 * {@code starmap.test.topology} says which {@link Topology}, or a container.
 */
public final class Redis implements BeforeEachCallback, AfterEachCallback {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private ExtensionContext.Store servers;
  private Server server;
  private VirtualClock clock;
  private JobStore store;
  private Invariants invariants;

  @Override
  public void beforeEach(ExtensionContext context) {
    servers = context.getRoot().getStore(Namespace.GLOBAL);
    use(0);
  }

  private void use(int number) {
    server = servers.computeIfAbsent("redis" + number, _ -> Server.start(), Server.class);
    raw().configSet("maxmemory", "0");
    beginAnew();
  }

  /** The same with another server of the same kind; 0 is this one. */
  Redis lane(int number) {
    if (number == 0) {
      return this;
    }
    var lane = new Redis();
    lane.servers = servers;
    lane.use(number);
    return lane;
  }

  /** Empties the server; a new store begins in a new time. */
  void beginAnew() {
    raw().flushall();
    clock = new VirtualClock();
    store = another(StoreProperties.defaults());
    invariants = new Invariants();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (context.getExecutionException().isEmpty()) {
      check();
    }
  }

  /** Which server the system property asks for; skips the test where there is none. */
  static Source source() {
    var source =
        Source.valueOf(System.getProperty("starmap.test.redis", "best").toUpperCase(Locale.ROOT));
    assumeTrue(
        source != Source.INSTALLED || Executable.installed().isPresent(),
        "no redis-server is installed");
    return source;
  }

  /**
   * Starts what the system property {@code starmap.test.topology} asks for: a {@link Topology}, or
   * a container.
   */
  public static RedisSite start(Source source, boolean persistent, String... settings) {
    var kind = System.getProperty("starmap.test.topology", "single").toUpperCase(Locale.ROOT);
    return kind.equals("CONTAINER")
        ? ContainerRedis.start(persistent, settings)
        : Topology.valueOf(kind).start(source, /* failsOver= */ false, persistent, settings);
  }

  /** The command line of a service on this Redis. */
  public static String[] arguments(RedisSite redis, String... more) {
    var properties =
        redis.properties().entrySet().stream()
            .map(one -> "--" + one.getKey() + "=" + one.getValue());
    return Stream.concat(properties, Stream.of(more)).toArray(String[]::new);
  }

  /** A client as the services have it: calls fail at once while Redis is away. */
  static RedisClient client(RedisServer redis) {
    var client = redis.client();
    Home.sendOnce(client, TIMEOUT);
    return client;
  }

  /** Checks the invariants now; the checker remembers what it saw before. */
  public void check() {
    invariants.check(RawState.read(raw()));
  }

  /** The time the store lives in. */
  public VirtualClock clock() {
    return clock;
  }

  /** The store under test. */
  public JobStore store() {
    return store;
  }

  /** The checker of this test. */
  Invariants invariants() {
    return invariants;
  }

  /** One more store in the same time, as another process would have it. */
  JobStore another(StoreProperties properties) {
    return new RedisJobStore(server.link, properties, Keys.SINGLE, clock);
  }

  /** One more store whose epochs and tokens follow from a seed. */
  JobStore seeded(RedisLink link, Random random) {
    return new RedisJobStore(
        link, StoreProperties.defaults(), Keys.SINGLE, clock, new RandomWords(random));
  }

  /** An audit in the same time. */
  Audit audit(RedisLink link) {
    return new Audit(link, StoreProperties.defaults(), Keys.SINGLE, clock);
  }

  /** A connection that runs other scripts. */
  RedisLink link(UnaryOperator<String> scripts) {
    return new RedisLink(Connector.of(server.client, TIMEOUT, scripts));
  }

  /** What a store is made on, for tests of its parts. */
  RedisLink link() {
    return server.link;
  }

  /** Opens connections to the server. */
  public AbstractRedisClient client() {
    return server.client;
  }

  /** Where the server listens, on loopback. */
  int port() {
    return server.redis.master().port();
  }

  /** Plain commands. */
  public RedisCommands<String, String> raw() {
    return server.raw.sync();
  }

  private record Server(
      RedisSite redis,
      AbstractRedisClient client,
      RedisLink link,
      RedisClient plain,
      StatefulRedisConnection<String, String> raw)
      implements AutoCloseable {

    static Server start() {
      var redis = Redis.start(source(), /* persistent= */ false);
      var client = redis.client();
      Home.sendOnce(client, TIMEOUT);
      var plain = redis.master().client();
      return new Server(
          redis, client, new RedisLink(Connector.of(client, TIMEOUT)), plain, plain.connect());
    }

    @Override
    public void close() {
      link.close();
      client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
      plain.shutdown(Duration.ZERO, Duration.ofSeconds(1));
      redis.close();
    }
  }
}
