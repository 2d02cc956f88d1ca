package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import starmap.fault.Fault;
import starmap.fault.FaultProxy;
import starmap.store.Verb.Outcome;
import starmap.store.Verb.Through;

/**
 * Every command of every verb with every fault: the caller hears what happened in time, nothing is
 * half done, and the same object does what it was asked when it is asked again.
 */
@Timeout(60)
class FaultMatrixIT {
  private static final Duration TIMEOUT = Duration.ofMillis(700);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final FaultTable TABLE = new FaultTable();

  private static FaultProxy proxy;
  private static RedisClient client;

  @RegisterExtension final Redis redis = new Redis();
  private final Scene scene = new Scene(redis);
  private Through through;

  @BeforeEach
  void connect() {
    if (proxy == null) {
      proxy = FaultProxy.before(redis.port());
      client = RedisClient.create(proxy.uri());
      Connector.sendOnce(client, TIMEOUT);
    }
    proxy.heal();
    var connector = new Connector(client, TIMEOUT);
    var link = new RedisLink(connector);
    var properties = StoreProperties.defaults();
    through =
        new Through(
            new RedisJobStore(link, properties, Keys.SINGLE, redis.clock()),
            new Fleet(link, Keys.SINGLE, properties.lease()),
            new Doorbell(connector, Keys.SINGLE),
            link,
            proxy);
  }

  @AfterEach
  void close() {
    through.close();
  }

  @AfterAll
  static void end() {
    System.out.println(TABLE);
    client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    proxy.close();
  }

  static Stream<Arguments> cells() {
    return Verbs.all().stream()
        .flatMap(
            verb ->
                Stream.of(Fault.values())
                    .filter(verb::canHave)
                    .map(fault -> Arguments.of(verb, fault)));
  }

  @ParameterizedTest
  @MethodSource("cells")
  void aBrokenCallIsToldAndDoesItsWorkOnceWhenRepeated(Verb verb, Fault fault) {
    var act = verb.prepare().apply(scene, through);
    var injection = proxy.inject(fault, verb.broken());
    long begin = System.nanoTime();

    var outcome = outcome(act.call());

    var took = Duration.ofNanos(System.nanoTime() - begin);
    TABLE.add(verb, fault, outcome, took);
    assertThat(injection.hits()).isEqualTo(1);
    assertThat(outcome).isEqualTo(verb.expected(fault));
    assertThat(took).isLessThan(TIMEOUT.multipliedBy(5));
    redis.check();
    if (outcome != Outcome.DONE) {
      await().atMost(PATIENCE).until(() -> outcome(act.call()) == Outcome.DONE);
    }
    act.check().run();
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
