package starmap.localredis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A master, a replica, and three sentinels that make it the master where the other one is lost. */
public final class LocalSentinel implements RedisSite {
  private static final String NAME = "starmap";
  private static final int SENTINELS = 3;

  /**
   * Longer than a sentinel waits between two pings, which is a second: else each of them takes a
   * master that it has just heard of for lost until its first answer, and may give the data back to
   * the one that has only old ones.
   */
  private static final Duration FAILS_OVER = Duration.ofSeconds(2);

  private final Servers servers = new Servers();
  private final List<LocalRedis> sentinels = new ArrayList<>();

  private LocalSentinel(
      Source source, boolean failsOver, boolean persistent, List<String> settings) {
    var patience = failsOver ? FAILS_OVER : Duration.ofMinutes(10);
    var master = servers.start(source, persistent, settings);
    servers.start(
        source, persistent, settings, "--replicaof", "127.0.0.1", Integer.toString(master.port()));
    for (int i = 0; i < SENTINELS; i++) {
      sentinels.add(LocalRedis.sentinel(source, NAME, master.port(), patience));
    }
    servers.awaitReplica(master);
    Servers.await("the sentinels know each other and the replica", this::isComplete);
  }

  /**
   * Starts all.
   *
   * @param failsOver whether the replica takes over after two seconds without the master
   * @param settings as for {@link LocalRedis#start}, of master and replica
   */
  static LocalSentinel start(
      Source source, boolean failsOver, boolean persistent, String... settings) {
    return new LocalSentinel(source, failsOver, persistent, List.of(settings));
  }

  /** The sentinels, to be treated badly. */
  public List<LocalRedis> sentinels() {
    return List.copyOf(sentinels);
  }

  @Override
  public Map<String, String> properties() {
    var nodes =
        sentinels.stream().map(one -> "127.0.0.1:" + one.port()).collect(Collectors.joining(","));
    return Map.of(
        "spring.data.redis.sentinel.master", NAME, "spring.data.redis.sentinel.nodes", nodes);
  }

  @Override
  public RedisClient client() {
    var uri = RedisURI.builder().withSentinelMasterId(NAME).withTimeout(Servers.ANSWER);
    sentinels.forEach(one -> uri.withSentinel(Servers.uri(one)));
    return RedisClient.create(uri.build());
  }

  @Override
  public LocalRedis master() {
    return servers.at(masterPort());
  }

  @Override
  public void crash(Duration away) {
    var lost = master();
    servers.awaitReplica(lost);
    lost.kill();
    Servers.await(
        "the replica takes over",
        () -> masterPort() != lost.port() && servers.isMaster(servers.at(masterPort())));
    Servers.pause(away);
    lost.restart();
  }

  @Override
  public void close() {
    sentinels.forEach(LocalRedis::close);
    servers.close();
  }

  private int masterPort() {
    return servers.firstAnswer(
        sentinels,
        uri -> {
          try (var connection = servers.client().connectSentinel(uri)) {
            var address = (InetSocketAddress) connection.sync().getMasterAddrByName(NAME);
            return address.getPort();
          }
        });
  }

  private boolean isComplete() {
    return sentinels.stream().allMatch(one -> isComplete(RedisURI.create(one.uri())));
  }

  private boolean isComplete(RedisURI sentinel) {
    try (var connection = servers.client().connectSentinel(sentinel)) {
      var master = connection.sync().master(NAME);
      return "1".equals(master.get("num-slaves"))
          && Integer.toString(SENTINELS - 1).equals(master.get("num-other-sentinels"));
    }
  }
}
