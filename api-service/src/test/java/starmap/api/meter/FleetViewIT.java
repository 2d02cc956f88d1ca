package starmap.api.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import starmap.api.testing.LocalApi;
import starmap.api.testing.LocalApiExtension;
import starmap.fleet.WorkerRegistry;
import starmap.store.StoreProperties;
import starmap.store.StoreWatch;
import starmap.store.Stores;

@ExtendWith(LocalApiExtension.class)
class FleetViewIT {
  private static final String SLEEP =
      "{\"function\":\"sleep\",\"input\":{\"items\":[86400]},\"labels\":{}}";

  private final LocalApi api;
  private Instant now = Instant.EPOCH;

  FleetViewIT(LocalApi api) {
    this.api = api;
  }

  @Test
  void theInstallationIsReadAnewWhenSomeSecondsHavePassedHoweverOftenItIsAskedFor() {
    var context = api.context();
    var view =
        new FleetView(
            context.getBean(StoreWatch.class), context.getBean(WorkerRegistry.class), () -> now);
    assertThat(active(view)).isZero();
    api.http().post("/v1/jobs", SLEEP).expect(202);

    assertThat(active(view)).isZero();
    now = now.plusSeconds(4);
    assertThat(active(view)).isZero();
    now = now.plusSeconds(1);
    assertThat(active(view)).isOne();
    assertThat(view.now().orElseThrow().serving()).isOne();
    assertThat(view.now().orElseThrow().draining()).isZero();
  }

  @Test
  void whatIsNowIsUnknownAndWhatWasCountedStaysWhileRedisIsAway() {
    var client = RedisClient.create(api.redis().uri());
    var stores = new Stores(client, StoreProperties.defaults(), Duration.ofSeconds(1));
    var view = new FleetView(stores.watch(), stores.workers(), () -> now);
    var registry = new SimpleMeterRegistry();
    new FleetMeters(view).bindTo(registry);
    api.http().post("/v1/map/square", "[1]").expect(200);
    await().until(() -> view.now().isPresent());
    assertThat(backlog(registry)).isZero();
    double ended = ended(registry);
    assertThat(ended).isPositive();

    client.shutdown();
    now = now.plusSeconds(10);
    await().until(() -> view.now().isEmpty());

    assertThat(backlog(registry)).isNaN();
    assertThat(ended(registry)).isEqualTo(ended);
  }

  private static double backlog(MeterRegistry registry) {
    return registry.get("starmap.queue.backlog").gauge().value();
  }

  private static double ended(MeterRegistry registry) {
    return registry.get("starmap.job.ended").tag("state", "succeeded").functionCounter().count();
  }

  private static long active(FleetView view) {
    await().until(() -> view.now().isPresent());
    return view.now().orElseThrow().store().active();
  }
}
