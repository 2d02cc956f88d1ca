package starmap.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Dashboards and alerts, with a real Prometheus that scrapes a real load. */
class MonitoringIT {
  private static final Path MONITORING = Path.of("../monitoring");
  private static final Path RULES = MONITORING.resolve("prometheus/starmap-alerts.yaml");
  private static final Path TESTS = MONITORING.resolve("prometheus/starmap-alerts-test.yaml");
  private static final int JOBS = Integer.getInteger("starmap.test.jobs", 10_000);
  private static final int CLIENTS = 32;

  /** Series that may come after the first calls: a verb, a status, a step that was not seen yet. */
  private static final int FEW = 60;

  @TempDir private Path folder;

  @BeforeAll
  static void requirePrometheus() {
    boolean isThere =
        Prometheus.installed("prometheus").isPresent()
            && Prometheus.installed("promtool").isPresent();
    if (!isThere) {
      System.err.println(
          """
          ************************************************************************************
          NOT TESTED: dashboards and alerts, because no prometheus and promtool are installed
          (apt-get install prometheus). A broken panel or rule would not be noticed.
          ************************************************************************************""");
    }
    assumeTrue(isThere, "no prometheus and promtool are installed");
  }

  @Test
  void promtoolAcceptsTheRulesAndTheirTests() {
    promtool("check", "rules", RULES.toString());
    promtool("test", "rules", TESTS.toString());
  }

  @Test
  void everyPanelShowsDataAndManyJobsMakeNoMoreSeries() throws Exception {
    try (var starmap = Installation.start(Duration.ofSeconds(15))) {
      var worker = starmap.addWorkerWithPort(2);
      var services = Map.of("starmap-api", starmap.http(), "starmap-worker", worker);
      var load = new SampleLoad(starmap.http());
      load.run();
      try (var prometheus = Prometheus.start(services, RULES, folder)) {
        assertThatEveryPanelShowsData(prometheus, load);
        assertThatRulesAreHealthy(prometheus);
        assertThatManyJobsMakeNoMoreSeries(starmap.http(), worker, prometheus);
      }
    }
  }

  private static void assertThatEveryPanelShowsData(Prometheus prometheus, SampleLoad load)
      throws Exception {
    var queries = queries();
    assertThat(queries).hasSizeGreaterThan(45);
    var goesOn = new AtomicBoolean(true);
    try (var background = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> running = background.submit(() -> repeat(load, goesOn));
      try {
        await()
            .atMost(Duration.ofSeconds(90))
            .pollInterval(Duration.ofSeconds(1))
            .failFast(() -> running.isDone())
            .untilAsserted(() -> assertThat(empty(prometheus, queries)).isEmpty());
      } finally {
        goesOn.set(false);
      }
      running.get();
    }
    System.out.printf("%d queries of panels, each with data%n", queries.size());
  }

  private static void repeat(SampleLoad load, AtomicBoolean goesOn) {
    while (goesOn.get()) {
      load.run();
    }
  }

  /** Those of the queries that show nothing. */
  private static List<String> empty(Prometheus prometheus, List<String> queries) {
    return queries.stream().filter(query -> !hasData(prometheus.query(query))).toList();
  }

  private static boolean hasData(JsonNode series) {
    return series.valueStream().anyMatch(one -> !one.at("/value/1").asString().equals("NaN"));
  }

  private static void assertThatRulesAreHealthy(Prometheus prometheus) {
    await()
        .untilAsserted(
            () -> {
              var rules = prometheus.data("/api/v1/rules").at("/groups/0/rules");
              assertThat(rules.size()).isEqualTo(8);
              assertThat(rules.valueStream().map(rule -> rule.get("health").asString()))
                  .containsOnly("ok");
            });
  }

  private static void assertThatManyJobsMakeNoMoreSeries(
      Http api, Http worker, Prometheus prometheus) throws Exception {
    applies(api, 100);
    int before = Scrape.of(api).and(Scrape.of(worker)).series().size();
    long begun = System.nanoTime();
    applies(api, JOBS);
    double seconds = (System.nanoTime() - begun) / 1e9;
    int after = Scrape.of(api).and(Scrape.of(worker)).series().size();

    System.out.printf(
        "%,d jobs in %.0f s: %d series before, %d after (API and worker together)%n",
        JOBS, seconds, before, after);
    assertThat(after - before).isLessThan(FEW);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                prometheus
                        .query("sum(max by (state) (starmap_job_ended_total))")
                        .at("/0/value/1")
                        .asDouble()
                    >= JOBS);
    var names = prometheus.query("count by (__name__) ({__name__=~\"starmap_.*\"})");
    assertThat(names.valueStream().mapToInt(one -> one.at("/value/1").asInt()))
        .allMatch(n -> n < 500);
  }

  private static void applies(Http http, int count) throws Exception {
    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<Future<?>>();
      for (int client = 0; client < CLIENTS; client++) {
        int first = client;
        all.add(
            clients.submit(
                () ->
                    IntStream.iterate(first, i -> i < count, i -> i + CLIENTS)
                        .forEach(i -> assertThat(apply(http, i)).isEqualTo(200))));
      }
      for (var one : all) {
        one.get();
      }
    }
  }

  private static int apply(Http http, int item) {
    return http.post("/v1/apply/square", Integer.toString(item)).statusCode();
  }

  /** Of all panels and variables, as Grafana would send them. */
  private static List<String> queries() throws IOException {
    try (var files = Files.list(MONITORING.resolve("grafana"))) {
      return files.sorted().flatMap(file -> queries(file).stream()).toList();
    }
  }

  private static List<String> queries(Path file) {
    try {
      var dashboard = JsonMapper.shared().readTree(Files.readString(file));
      var queries = new ArrayList<String>();
      for (var panel : dashboard.get("panels")) {
        assertThat(panel.get("targets").size()).as(file + ": " + panel.get("title")).isPositive();
        for (var target : panel.get("targets")) {
          assertThat(target.at("/datasource/uid").asString()).isEqualTo("${datasource}");
          queries.add(filled(target.get("expr").asString()));
        }
      }
      return queries;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String filled(String expression) {
    var filled = expression.replace("$__rate_interval", "30s").replace("$function", ".*");
    assertThat(filled).as("variables that are filled in here").doesNotContain("$");
    return filled;
  }

  private static void promtool(String... arguments) {
    var command =
        new ArrayList<>(List.of(Prometheus.installed("promtool").orElseThrow().toString()));
    command.addAll(List.of(arguments));
    var run = Program.start("promtool", Map.of(), command);
    assertThat(run.awaitExit(Duration.ofSeconds(60))).as(run.output()).isZero();
    System.out.println(run.output());
  }
}
