package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import starmap.fault.Command;
import starmap.fault.Fault;
import starmap.fault.FaultProxy;
import starmap.localredis.Source;
import starmap.store.Verb.Outcome;
import starmap.store.Verb.Through;

/**
 * Every command of every verb with every fault: the caller hears what happened, nothing is half
 * done, and the same object does what it was asked when it is asked again.
 */
@Timeout(60)
class FaultMatrixIT {
  /** Long enough for a machine that has much to do; only what hangs is waited for in vain. */
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private static final Duration SHORT = Duration.ofMillis(250);
  private static final int MOST_REPEATS = 5;
  private static final int SHARE = Integer.getInteger("starmap.test.cells", 4);
  private static final List<Verb> VERBS = Verbs.all();
  private static final FaultTable TABLE = new FaultTable();

  private static FaultProxy proxy;
  private static RedisClient client;

  @RegisterExtension final Redis redis = new Redis();
  private final Scene scene = new Scene(redis);
  private Through through;

  @BeforeEach
  void start() {
    assumeTrue(
        Redis.source() != Source.INSTALLED, "the matrix is about our side; one server will do");
    if (proxy == null) {
      proxy = FaultProxy.before(redis.port());
      client = RedisClient.create(proxy.uri());
    }
  }

  @AfterEach
  void close() {
    if (proxy != null) {
      proxy.heal();
    }
    if (through != null) {
      through.close();
    }
  }

  @AfterAll
  static void end() {
    if (proxy != null) {
      System.out.println(TABLE);
      client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
      proxy.close();
    }
  }

  /** Of all cells one in {@code starmap.test.cells}, chosen by a seed: all of them take minutes. */
  static Stream<Arguments> cells() {
    long seed = Long.getLong("starmap.test.seed", System.nanoTime());
    var random = new Random(seed);
    System.out.println("one cell in " + SHARE + ", -Dstarmap.test.seed=" + seed);
    return VERBS.stream()
        .flatMap(
            verb ->
                Stream.of(Fault.values())
                    .filter(verb::canHave)
                    .map(fault -> Arguments.of(verb, fault)))
        .filter(_ -> random.nextInt(SHARE) == 0);
  }

  @ParameterizedTest
  @MethodSource("cells")
  void aBrokenCallIsToldAndDoesItsWorkOnceWhenRepeated(Verb verb, Fault fault) {
    connect(fault.hangs() ? SHORT : TIMEOUT);
    var act = verb.prepare().apply(scene, through);
    var injection = verb.inject(fault, proxy);
    long begin = System.nanoTime();

    var outcome = outcome(act.call());
    // on a busy machine the time may be over before the command is sent
    for (int i = 0; i < MOST_REPEATS && injection.hits() == 0 && fault.hangs(); i++) {
      assertThat(outcome).isEqualTo(Outcome.UNAVAILABLE);
      outcome = outcome(act.call());
    }

    TABLE.add(verb, fault, outcome, Duration.ofNanos(System.nanoTime() - begin));
    assertThat(injection.hits()).isPositive();
    assertThat(outcome).isEqualTo(verb.expected(fault));
    redis.check();
    proxy.heal();
    if (outcome != Outcome.DONE) {
      await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> outcome(act.call()) == Outcome.DONE);
    }
    act.check().run();
  }

  static Stream<Verb> verbs() {
    return VERBS.stream();
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void everyCommandIsInTheMatrix(Verb verb) {
    connect(TIMEOUT);
    var act = verb.prepare().apply(scene, through);
    var sent = new ConcurrentLinkedQueue<Command>();
    proxy.inject(Fault.LATE, command -> !sent.add(command));

    assertThat(outcome(act.call())).isEqualTo(Outcome.DONE);

    // what a client says about itself may fail, and nobody waits for it
    sent.removeIf(Command.named("CLIENT"));
    assertThat(sent).isNotEmpty().allMatch(FaultMatrixIT::isInTheMatrix);
  }

  @ParameterizedTest
  @EnumSource
  void everyScriptIsInTheMatrix(Script script) {
    assertThat(ScriptCommands.calls(script)).allMatch(FaultMatrixIT::isInTheMatrix);
  }

  private static boolean isInTheMatrix(Command command) {
    return VERBS.stream().anyMatch(verb -> verb.broken().test(command));
  }

  private void connect(Duration timeout) {
    Home.sendOnce(client, timeout);
    var connector = Connector.of(client, timeout);
    var link = new RedisLink(connector);
    var properties = StoreProperties.defaults();
    through =
        new Through(
            new RedisJobStore(link, properties, Keys.SINGLE, redis.clock()),
            new Fleet(link, Keys.SINGLE, properties.lease()),
            new Doorbell(connector, Keys.SINGLE),
            link);
  }

  private static Outcome outcome(Supplier<Object> call) {
    try {
      assertThat(call.get()).isNotNull();
      return Outcome.DONE;
    } catch (StoreException e) {
      return switch (e) {
        case StoreException.Unavailable _ -> Outcome.UNAVAILABLE;
        case StoreException.Full _ -> Outcome.FULL;
        case StoreException.Denied _ -> Outcome.DENIED;
      };
    }
  }
}
