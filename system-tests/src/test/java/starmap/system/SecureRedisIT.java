package starmap.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import starmap.localredis.LocalRedis;
import starmap.localredis.Source;
import starmap.store.DocumentedUser;
import starmap.store.JobStore;
import starmap.store.StoreConfiguration;
import starmap.store.StoreException;
import tools.jackson.databind.json.JsonMapper;

/** Redis behind TLS, with one user that may do what {@code docs/operations.md} says. */
class SecureRedisIT {
  private static final Duration LEASE = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private static Path folder;
  private static DocumentedUser user;
  private static RedisClient client;
  private static RedisCommands<String, String> redis;
  private static String port;
  private static Certificate certificate;
  private static LocalRedis server;
  private Http http;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    user = DocumentedUser.read();
    port = Integer.toString(freePort());
    certificate = Certificate.create(folder);
    server = server();
    client = RedisClient.create(server.uri());
    redis = client.connect().sync();
    user.create(redis);
    redis.aclSetuser("default", AclSetuserArgs.Builder.off());
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      client.shutdown();
      server.close();
    }
  }

  @Test
  void everyCallAndEveryLifeOfAJobNeedsNoOtherRight() {
    try (var starmap = Installation.on(server, LEASE, theWay())) {
      http = starmap.http();
      var victim = starmap.addWorker(1);
      starmap.addWorker(1);
      new SampleLoad(http).run();
      uploadAndControl();
      reduceByAFunction();
      surviveTheDeathOf(victim);
      readEverything();
      expect(202, http.post("/v1/workers/" + workerId() + ":drain", ""));

      assertThat(DocumentedUser.refused(redis)).isEmpty();
      assertThat(http.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
    }
  }

  private static Map<String, String> theWay() {
    return Map.of(
        "SPRING_DATA_REDIS_URL",
        "rediss://%s:%s@127.0.0.1:%s".formatted(DocumentedUser.NAME, user.password(), port),
        "SPRING_DATA_REDIS_SSL_BUNDLE",
        "redis",
        "SPRING_SSL_BUNDLE_PEM_REDIS_TRUSTSTORE_CERTIFICATE",
        "file:" + certificate.chain());
  }

  @Test
  void whateverIsWrongWithTheWayToRedisIsSaid() {
    var known = "starmap:" + user.password() + "@127.0.0.1:";
    assertThat(failure("rediss://" + known + port, true)).isEmpty();
    assertThat(failure("redis://" + known + port, false))
        .startsWith("Unavailable: Unable to connect to ");
    assertThat(failure("rediss://" + known + server.port(), true))
        .isEqualTo("Unavailable: Redis did not answer in time");
    assertThat(failure("rediss://" + known + port, false))
        .startsWith("Unavailable: ")
        .contains("unable to find valid certification path");
    assertThat(failure("rediss://starmap:another@127.0.0.1:" + port, true))
        .startsWith("Denied: WRONGPASS");
    assertThat(failure("rediss://127.0.0.1:" + port, true)).startsWith("Denied: NOAUTH");
    redis.configSet("maxmemory-policy", "allkeys-lru");
    assertThat(failure("rediss://" + known + port, true))
        .startsWith("Denied: Redis may evict keys (maxmemory-policy allkeys-lru)");
    redis.configSet("maxmemory-policy", "noeviction");
  }

  /** What a store says that Spring has connected, as both services have it. */
  private static String failure(String url, boolean trusts) {
    var settings = new HashMap<String, Object>();
    settings.put("spring.data.redis.url", url);
    settings.put("spring.main.banner-mode", "off");
    settings.put("logging.level.root", "off");
    if (trusts) {
      settings.put("spring.data.redis.ssl.bundle", "redis");
      settings.put(
          "spring.ssl.bundle.pem.redis.truststore.certificate", "file:" + certificate.chain());
    }
    var application = new SpringApplicationBuilder(Store.class).web(WebApplicationType.NONE);
    try (var context = application.properties(settings).run()) {
      context.getBean(JobStore.class).list(JobStore.Cursor.BEGIN, 1);
      return "";
    } catch (StoreException e) {
      return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
  }

  @Configuration(proxyBeanMethods = false)
  @Import(StoreConfiguration.class)
  @ImportAutoConfiguration({SslAutoConfiguration.class, DataRedisAutoConfiguration.class})
  static class Store {}

  private void uploadAndControl() {
    expect(202, http.call("PUT", "/v1/jobs/lines?function=square", "1\n2\n"));
    var open =
        http.submit("{\"function\":\"fail\",\"input\":{\"open\":true},\"labels\":{\"a\":\"b\"}}");
    expect(200, http.call("POST", open + "/items", "1\n\"bad\"\n"));
    expect(200, http.post(open + ":pause", ""));
    expect(200, http.post(open + ":resume", ""));
    expect(200, http.post(open + ":seal", ""));
    expect(200, http.patch(open, "{\"ttl\":\"PT1H\"}"));
    awaitState(open, "PARTIAL");
    expect(202, http.post(open + ":retry", ""));
    awaitState(open, "PARTIAL");
    expect(204, http.call("DELETE", open, ""));
  }

  private void reduceByAFunction() {
    awaitState(
        http.submit(
            "{\"function\":\"square\",\"reduce\":\"gcd\",\"chunkSize\":1,\"input\":{\"range\":{\"stop\":200}}}"),
        "SUCCEEDED");
  }

  private void surviveTheDeathOf(Program worker) {
    var job =
        http.submit(
            "{\"function\":\"sleep\",\"chunkSize\":1,\"input\":{\"repeat\":{\"value\":0.2,\"times\":20}}}");
    await()
        .atMost(PATIENCE)
        .until(() -> http.get(job + "/chunks").body().contains("\"worker\":\"w" + worker.pid()));
    worker.kill();
    awaitState(job, "SUCCEEDED");
  }

  /** Every GET of the OpenAPI document. */
  private void readEverything() {
    var job =
        http.submit("{\"function\":\"square\",\"reduce\":\"sum\",\"input\":{\"items\":[1,2]}}");
    awaitState(job, "SUCCEEDED");
    var paths = JsonMapper.shared().readTree(http.get("/openapi.json").body()).get("paths");
    for (var path : paths.properties()) {
      if (path.getValue().has("get")) {
        var address =
            path.getKey()
                .replace("/v1/jobs/{id}", job)
                .replace("{index}", "0")
                .replace("{name}", "square");
        expect(200, http.get(address));
      }
    }
    expect(200, http.get(job + "/results?order=completion"));
    expect(200, http.get("/actuator/prometheus"));
  }

  private String workerId() {
    var workers = JsonMapper.shared().readTree(http.get("/v1/workers").body()).get("workers");
    return workers
        .valueStream()
        .filter(one -> one.get("alive").asBoolean())
        .findFirst()
        .orElseThrow()
        .get("id")
        .asString();
  }

  private void awaitState(String job, String state) {
    await().atMost(PATIENCE).until(() -> http.job(job).get("state").asString(), state::equals);
  }

  private static void expect(int status, java.net.http.HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.uri() + " " + response.body()).isEqualTo(status);
  }

  private static LocalRedis server() {
    try {
      return LocalRedis.start(
          Source.BEST,
          false,
          "--tls-port",
          port,
          "--tls-cert-file",
          certificate.chain().toString(),
          "--tls-key-file",
          certificate.key().toString(),
          "--tls-ca-cert-file",
          certificate.chain().toString(),
          "--tls-auth-clients",
          "no");
    } catch (IllegalStateException e) {
      System.err.println("SecureRedisIT did not run: the redis-server here has no TLS: " + e);
      return abort("the redis-server here has no TLS: " + e.getMessage());
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
