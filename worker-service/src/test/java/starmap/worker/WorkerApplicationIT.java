package starmap.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.Tracer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import starmap.job.Input;
import starmap.job.JobSpec;
import starmap.job.JobState;
import starmap.job.Mode;
import starmap.job.OnError;
import starmap.worker.trace.ChunkTraces;

@Timeout(120)
class WorkerApplicationIT {
  private final Lab lab = Lab.open(true);

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void aWorkerComputesIsListedAndLeavesNothingBehind() {
    try (var worker = run("--starmap.worker.slots=3")) {
      var id = lab.range("square@1", 1_000, 10);
      await().until(() -> lab.hasEnded(id));
      assertThat(lab.state(id)).isEqualTo(JobState.SUCCEEDED);
      assertThat(lab.results(id)).hasSize(1_000).last().isEqualTo("998001");

      assertThat(lab.stores().workers().list())
          .singleElement()
          .satisfies(seen -> assertThat(seen.worker().name()).isEqualTo("w-one"))
          .satisfies(seen -> assertThat(seen.worker().slots()).isEqualTo(3))
          .extracting(seen -> seen.worker().functions())
          .asInstanceOf(InstanceOfAssertFactories.LIST)
          .hasSize(13);
      assertThat(slots()).hasSize(3);
      assertThat(worker.isActive()).isTrue();
    }
    assertThat(lab.stores().workers().list()).isEmpty();
    assertThat(slots()).isEmpty();
    assertThat(threads("starmap-heartbeat")).isEmpty();
  }

  @Test
  void aWorkerTakesNoPartInTracesWhereNobodySaysWhereTheyGo() {
    try (var worker = run("--starmap.worker.slots=1")) {
      assertThat(worker.getBean(ChunkTraces.class)).isSameAs(ChunkTraces.NONE);
      assertThat(worker.getBeansOfType(Tracer.class)).isEmpty();
    }
  }

  @Test
  void closingInterruptsAnItemThatOutlastsTheGraceAndHandsItBack() {
    var worker = run("--starmap.worker.grace=0s");
    var id =
        lab.items(
            new JobSpec("sleep@1", Mode.MAP, new Input.Items()),
            "[0, 86400]",
            2,
            Lab.options(2, OnError.COLLECT));
    await().until(() -> lab.job(id).counts().running() == 2);
    worker.close();

    assertThat(slots()).isEmpty();
    var counts = lab.job(id).counts();
    assertThat(counts.running()).isZero();
    assertThat(counts.queued() + counts.succeeded()).isEqualTo(2);
    assertThat(counts.failed() + counts.retried()).isZero();
  }

  @Test
  void aWorkerStartsBeforeRedisDoesAndStopsAfterIt() {
    lab.redis().kill();
    try (var worker = run("--starmap.worker.heartbeat=200ms")) {
      assertThat(worker.isActive()).isTrue();
      lab.redis().restart();
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .until(() -> lab.stores().workers().list().size() == 1);
      var id = lab.range("square@1", 10, 0);
      await().until(() -> lab.hasEnded(id));
      lab.redis().kill();
    }
    assertThat(slots()).isEmpty();
  }

  @Test
  void settingsThatDoNotGoTogetherStopTheStart() {
    assertThatThrownBy(() -> run("--starmap.store.lease=5s").close())
        .rootCause()
        .hasMessageContaining("starmap.worker.heartbeat (PT5S)")
        .hasMessageContaining("starmap.store.lease (PT5S)");
    assertThat(lab.stores().workers().list()).isEmpty();
  }

  @Test
  void whatItDoesIsMeasured() {
    try (var worker = run("--starmap.worker.slots=3")) {
      var spec = new JobSpec("fail@1", Mode.MAP, new Input.Items());
      var id = lab.items(spec, "[\"bad\", 1, 2]", 3, Lab.options(1, OnError.COLLECT));
      await().until(() -> lab.hasEnded(id));
      var meters = worker.getBean(MeterRegistry.class);
      await().until(() -> items(meters, "succeeded") == 2);

      assertThat(items(meters, "failed")).isOne();
      var execution = meters.get("starmap.chunk.execution").tag("function", "fail").timer();
      assertThat(execution.count()).isEqualTo(3);
      assertThat(meters.get("starmap.chunk.wait").timer().count()).isEqualTo(3);
      assertThat(meters.get("starmap.worker.slots").gauge().value()).isEqualTo(3);
      assertThat(meters.get("starmap.lease.lost").counter().count()).isZero();
      assertThat(meters.get("starmap.store.call").tag("verb", "claim").timer().count())
          .isPositive();
    }
  }

  private static double items(MeterRegistry meters, String outcome) {
    var counters =
        meters.find("starmap.item.processed").tags("function", "fail", "outcome", outcome);
    return counters.counters().stream().mapToDouble(Counter::count).sum();
  }

  @Test
  void aPortIsForProbesAndScrapesAndWithoutOneThereIsNoServer() throws Exception {
    try (var worker = run("--server.port=0")) {
      var port = worker.getEnvironment().getRequiredProperty("local.server.port");
      assertThat(get(port, "health/liveness").body()).contains("UP");
      assertThat(get(port, "health/readiness").statusCode()).isEqualTo(200);
      assertThat(get(port, "prometheus").body())
          .contains("starmap_worker_slots ", "starmap_lease_lost_total 0.0")
          .doesNotContain("lettuce");
      assertThat(get(port, "env").statusCode()).as("whatever else there is").isEqualTo(404);
    }
    try (var worker = run("--server.port=")) {
      assertThat(worker).isNotInstanceOf(WebServerApplicationContext.class);
    }
  }

  private static HttpResponse<String> get(String port, String endpoint) throws Exception {
    var address = URI.create("http://localhost:" + port + "/actuator/" + endpoint);
    try (var client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  private ConfigurableApplicationContext run(String setting) {
    return WorkerApplication.application()
        .properties("starmap.worker.grace=10m")
        .run(lab.arguments("--starmap.worker.name=w-one", setting));
  }

  private static List<Thread> slots() {
    return threads("starmap-slot-");
  }

  private static List<Thread> threads(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(prefix))
        .toList();
  }
}
