package starmap.worker.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import starmap.fault.Command;
import starmap.fault.Fault;
import starmap.fault.FaultProxy;
import starmap.job.JobId;
import starmap.store.Doorbell;
import starmap.store.Pace;
import starmap.store.Sweeper;
import starmap.worker.Lab;

/**
 * All loops of a worker, where every call of Redis fails for a while: none ends, and work goes on
 * by itself when it is over.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class FaultsIT {
  private static final int ITEMS = 60;
  private static final Set<String> SETTING_UP = Set.of("HELLO", "CLIENT", "INFO");

  /** Resuming takes five seconds at most; the rest is for a machine that has much to do. */
  private static final Duration RESUMED = Duration.ofSeconds(5).plusSeconds(10);

  private final Lab lab = Lab.open(false);
  private final Gate gate = new Gate();
  private final FaultProxy proxy = FaultProxy.before(lab.redis().port());
  private RedisClient client;
  private Crew worker;
  private Doorbell doorbell;
  private Sweeper sweeper;
  private Thread slot;

  @BeforeEach
  void start() {
    var uri = RedisURI.create(proxy.uri());
    client = RedisClient.create(uri);
    var stores = lab.through(client);
    worker = new Crew("w1", lab, stores, gate, Duration.ofMillis(200));
    doorbell = stores.doorbell();
    doorbell.onWork("w1", worker.bell::ring);
    sweeper = new Sweeper(lab.open(stores), doorbell, new Pace());
    worker.heartbeat.start();
    sweeper.start();
    slot = worker.start();
    gate.open(1_000_000);
  }

  @AfterEach
  void close() {
    proxy.heal();
    worker.drain.request();
    worker.bell.ring();
    patiently().until(() -> !slot.isAlive());
    worker.heartbeat.close();
    sweeper.close();
    doorbell.close();
    proxy.close();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    lab.close();
  }

  @ParameterizedTest
  @EnumSource(names = "LATE", mode = EnumSource.Mode.EXCLUDE)
  void noLoopEndsAndWorkGoesOnByItself(Fault fault, CapturedOutput log) {
    var first = lab.range("gate@1", ITEMS, 1);
    var injection =
        fault == Fault.NOSCRIPT
            ? proxy.injectAlways(fault, Command.named("EVALSHA"))
            : proxy.injectAlways(fault, FaultsIT::isWork);
    await().atMost(Duration.ofSeconds(20)).until(() -> injection.hits() >= 3);
    var second = lab.range("gate@1", ITEMS, 1);
    proxy.heal();

    await().atMost(RESUMED).until(() -> lab.job(second).counts().succeeded() > 0 || ended(second));
    patiently().until(() -> ended(first) && ended(second));
    assertThat(slot.isAlive()).isTrue();
    for (var id : List.of(first, second)) {
      assertThat(lab.results(id)).isEqualTo(numbers());
    }
    patiently().until(() -> lab.stores().workers().list().size() == 1);
    assertThat(occurrences(log.getAll(), "claiming and settling chunks does not work"))
        .isLessThanOrEqualTo(3);
    assertThat(log.getAll()).doesNotContain("a round of a slot failed");
  }

  /** All but what opens a connection. */
  private static boolean isWork(Command command) {
    return !SETTING_UP.contains(command.name());
  }

  /** A chunk that was claimed by a call whose answer was lost comes back when its lease ends. */
  private boolean ended(JobId id) {
    lab.pass(Duration.ofMillis(500));
    lab.store().sweep();
    return lab.hasEnded(id);
  }

  private static List<String> numbers() {
    return IntStream.range(0, ITEMS).mapToObj(Integer::toString).toList();
  }

  private static int occurrences(String text, String part) {
    return (text.length() - text.replace(part, "").length()) / part.length();
  }

  private static ConditionFactory patiently() {
    return await().atMost(Duration.ofSeconds(60));
  }
}
