package starmap.api.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.ConfigurableApplicationContext;
import starmap.api.ApiApplication;
import starmap.api.testing.Answer;
import starmap.api.testing.Http;
import starmap.fault.Command;
import starmap.fault.Fault;
import starmap.fault.FaultProxy;
import starmap.fleet.Activity;
import starmap.fleet.FunctionDescriptor;
import starmap.fleet.Worker;
import starmap.localredis.LocalRedis;
import starmap.localredis.Source;
import starmap.store.ScriptCommands;
import starmap.store.StoreProperties;
import starmap.store.Stores;

/** The table "When Redis misbehaves", as a client and as a load balancer see it. */
@Timeout(120)
class RedisFaultsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /** Less than five calls take that each wait for the whole time-out. */
  private static final Duration SOON = Duration.ofSeconds(8);

  private static final Set<String> CONNECTING = Set.of("HELLO", "CLIENT", "INFO");
  private static final String JOB = "{\"function\":\"square\",\"input\":{\"range\":{\"stop\":3}}}";

  private static LocalRedis redis;
  private static FaultProxy proxy;
  private static ConfigurableApplicationContext api;
  private static Http http;

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
    http =
        new Http(Integer.parseInt(api.getEnvironment().getRequiredProperty("local.server.port")));
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

  @AfterEach
  void heal() {
    proxy.heal();
  }

  @ParameterizedTest
  @EnumSource(
      names = {"LATE", "NOSCRIPT"},
      mode = EnumSource.Mode.EXCLUDE)
  void theTableHolds(Fault fault) {
    proxy.injectAlways(fault, command -> fault.hangs() || isWork(command));
    expectProblem(fault, http.get("/v1/jobs"));

    long begin = System.nanoTime();
    for (int i = 0; i < 5; i++) {
      expectProblem(fault, http.get("/v1/jobs"));
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SOON);
    expectProblem(fault, http.post("/v1/jobs", JOB));
    awaitReadiness(problem(fault).equals("store-denied") ? 503 : 200);
    http.get("/actuator/health/liveness").expect(200);

    proxy.heal();
    await().atMost(PATIENCE).until(() -> http.post("/v1/jobs", JOB).status() == 202);
    await().atMost(PATIENCE).until(() -> http.get("/v1/jobs").status() == 200);
    awaitReadiness(200);
  }

  @ParameterizedTest
  @EnumSource(names = {"LATE", "NOSCRIPT"})
  void whatHealsItselfIsNotSeen(Fault fault) {
    proxy.injectAlways(fault, Command.named("EVALSHA"));
    http.submit(JOB);
  }

  @Test
  void aConnectionThatBreaksOnceCutsNoResults() {
    var job = http.submit(JOB);
    var injection = proxy.inject(Fault.RESET_BEFORE, ScriptCommands.of("collect"));

    job.results("").expect(200);
    assertThat(injection.hits()).isEqualTo(1);
  }

  private static void awaitReadiness(int status) {
    await().atMost(PATIENCE).until(() -> http.get("/actuator/health/readiness").status() == status);
  }

  private static void expectProblem(Fault fault, Answer answer) {
    answer.expectProblem(503, problem(fault));
    assertThat(answer.header("Retry-After")).isEqualTo(retryAfter(fault));
  }

  private static String problem(Fault fault) {
    return switch (fault) {
      case OOM -> "storage-full";
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
    return !CONNECTING.contains(command.name());
  }

  private static Worker worker() {
    var square =
        new FunctionDescriptor(
            "square",
            "1",
            "built-in",
            new FunctionDescriptor.Signature("The square.", List.of(), "3", null),
            FunctionDescriptor.Origin.BUILT_IN);
    return new Worker(
        "w1",
        "w1",
        "here",
        1,
        0,
        Instant.EPOCH,
        1,
        0,
        false,
        List.of(square),
        List.of(),
        Activity.NONE);
  }
}
