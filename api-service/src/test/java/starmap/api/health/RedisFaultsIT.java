package starmap.api.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.ConfigurableApplicationContext;
import starmap.api.ApiApplication;
import starmap.fault.Command;
import starmap.fault.Fault;
import starmap.fault.FaultProxy;
import starmap.fleet.FunctionDescriptor;
import starmap.fleet.Worker;
import starmap.localredis.LocalRedis;
import starmap.localredis.Source;
import starmap.store.StoreProperties;
import starmap.store.Stores;

/** The table "When Redis misbehaves", as a client and as a load balancer see it. */
@Timeout(120)
class RedisFaultsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Set<String> SETTING_UP = Set.of("HELLO", "CLIENT", "INFO");

  private static LocalRedis redis;
  private static FaultProxy proxy;
  private static ConfigurableApplicationContext api;
  private static String address;
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  static void start() {
    redis = LocalRedis.start(Source.BEST);
    proxy = FaultProxy.before(redis.port());
    api =
        ApiApplication.application()
            .registerShutdownHook(false)
            .run(
                "--spring.data.redis.url=" + proxy.uri(),
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--starmap.store.lease=1h", // the worker below has one heartbeat
                "--logging.level.root=error");
    address = "http://127.0.0.1:" + api.getEnvironment().getRequiredProperty("local.server.port");
    var client = RedisClient.create(redis.uri());
    new Stores(client, StoreProperties.defaults(), PATIENCE).workers().register(worker());
    client.shutdown();
  }

  @AfterAll
  static void stop() {
    api.close();
    proxy.close();
    redis.close();
  }

  @ParameterizedTest
  @EnumSource(
      names = {"LATE", "NOSCRIPT"},
      mode = EnumSource.Mode.EXCLUDE)
  void theTableHolds(Fault fault) throws Exception {
    boolean hangs = fault == Fault.HANGS_BEFORE || fault == Fault.HANGS_AFTER;
    proxy.injectAlways(fault, command -> hangs || isWork(command));
    expectProblem(fault, get("/v1/jobs"));

    long begin = System.nanoTime();
    expectProblem(fault, get("/v1/jobs"));
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
    expectProblem(fault, submit());
    boolean refused = fault == Fault.NOAUTH || fault == Fault.NOPERM;
    await()
        .atMost(PATIENCE)
        .until(() -> get("/actuator/health/readiness").statusCode() == (refused ? 503 : 200));
    assertThat(get("/actuator/health/liveness").statusCode()).isEqualTo(200);

    proxy.heal();
    await().atMost(PATIENCE).until(() -> submit().statusCode() == 202);
    await().atMost(PATIENCE).until(() -> get("/v1/jobs").statusCode() == 200);
    await().atMost(PATIENCE).until(() -> get("/actuator/health/readiness").statusCode() == 200);
  }

  @ParameterizedTest
  @EnumSource(names = {"LATE", "NOSCRIPT"})
  void whatHealsItselfIsNotSeen(Fault fault) throws Exception {
    proxy.injectAlways(fault, Command.named("EVALSHA"));
    assertThat(submit().statusCode()).isEqualTo(202);
    proxy.heal();
  }

  private static void expectProblem(Fault fault, HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(answer.body()).contains("urn:starmap:problem:" + problem(fault));
    assertThat(answer.headers().firstValue("Retry-After")).hasValue(retryAfter(fault));
  }

  private static String problem(Fault fault) {
    return switch (fault) {
      case OOM, MISCONF -> "storage-full";
      case NOAUTH, NOPERM -> "store-denied";
      default -> "store-unavailable";
    };
  }

  private static String retryAfter(Fault fault) {
    return switch (problem(fault)) {
      case "storage-full" -> "10";
      case "store-denied" -> "30";
      default -> "2";
    };
  }

  /** A connection that hangs does so from its begin; the others fail at their work. */
  private static boolean isWork(Command command) {
    return !SETTING_UP.contains(command.name());
  }

  private HttpResponse<String> submit() throws IOException, InterruptedException {
    var body = "{\"function\":\"square\",\"input\":{\"range\":{\"stop\":3}}}";
    return send(
        request("/v1/jobs")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address + path)).timeout(PATIENCE);
  }

  private static Worker worker() {
    var square = new FunctionDescriptor("square", "1", "built-in", "The square.", List.of(), "3");
    return new Worker("w1", "w1", "here", 1, 0, Instant.EPOCH, 1, 0, false, List.of(square));
  }
}
