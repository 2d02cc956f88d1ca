package starmap.api.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import starmap.api.testing.Http;
import starmap.api.testing.JobClient;
import starmap.api.testing.LocalApi;
import starmap.api.testing.LocalApiExtension;
import starmap.api.testing.Mendable;
import starmap.chunk.LedgerEntry;
import starmap.job.JobId;
import starmap.store.JobStore;
import tools.jackson.databind.JsonNode;

/** The chunks of a job at a glance. */
@ExtendWith(LocalApiExtension.class)
class SummaryIT {
  private final LocalApi api;
  private final Http http;
  private final JobStore store;

  SummaryIT(LocalApi api) {
    this.api = api;
    this.http = api.http();
    this.store = api.context().getBean(JobStore.class);
  }

  @AfterEach
  void mend() {
    Mendable.mend();
  }

  @Test
  void itIsWhatTheWholeLedgerSays() {
    Mendable.breakOn(item -> item.endsWith("77"));
    var job = submit(6_000, 1);
    for (int i = 0; i < 5; i++) {
      summary(job); // while it runs, too
    }
    job.await("PARTIAL");
    var summary = summary(job);
    var ledger = ledger(job);

    assertThat(summary.get("recorded").asInt()).isEqualTo(6_000).isEqualTo(ledger.size());
    long width = summary.at("/map/itemsPerCell").asLong();
    assertThat(width).isEqualTo(12);
    assertThat(numbers(summary.at("/map/recorded"))).isEqualTo(cells(ledger, width, false));
    assertThat(numbers(summary.at("/map/failed"))).isEqualTo(cells(ledger, width, true));
    assertThat(sum(summary.at("/map/failed"))).isEqualTo(60);
    assertThat(sum(summary.at("/map/leased")) + sum(summary.at("/map/delayed"))).isZero();
    var line = summary.at("/timeline/workers/0");
    assertThat(line.get("worker").asString()).isEqualTo(ledger.getFirst().worker());
    assertThat(line.get("chunks").asInt()).isEqualTo(6_000);
    assertThat(line.get("items").asInt()).isEqualTo(6_000);
    assertThat(line.get("failed").asInt()).isEqualTo(60);
    double busy = ledger.stream().mapToDouble(entry -> entry.took().toNanos() / 1e9).sum();
    assertThat(sum(line.get("busy"))).isEqualTo(busy, within(0.13)); // rounded in each bin
    assertThat(summary.at("/timeline/others").isNull()).isTrue();
  }

  @Test
  void aLookReadsOnlyWhatCameSinceTheLastOne() {
    var job =
        http.submit("{\"function\":\"sleep\",\"chunkSize\":1,\"input\":{\"items\":[0,0,1.5,1.5]}}");
    Awaitility.await().until(() -> summary(job).get("recorded").asInt() == 2);
    // a reader that comes back to the begin of the log would find another worker there
    api.commands().lset("sm:{s00}:j:" + job.id() + ":log", 0, "0:1:0:1:0:0:nobody");
    job.await("SUCCEEDED");

    var known = summary(job);
    assertThat(known.get("recorded").asInt()).isEqualTo(4);
    assertThat(known.at("/timeline/workers").size()).isEqualTo(1);
    var id = new JobId(job.id());
    var anew = new Summary().look(store.find(id).orElseThrow(), store.ledger(id)).view();
    assertThat(anew.recorded()).isEqualTo(4);
    assertThat(anew.timeline().workers())
        .extracting(SummaryView.Line::worker)
        .hasSize(2)
        .contains("nobody");
  }

  @Test
  void aRetryIsSummedUpAnew() {
    Mendable.breakOn(item -> item.equals("3") || item.equals("996"));
    var job = submit(1_000, 10).await("PARTIAL");
    assertThat(sum(summary(job).at("/map/failed"))).isEqualTo(2);
    Mendable.mend();
    http.call("POST", job.path() + ":retry").send().expect(202);
    job.await("SUCCEEDED");

    var summary = summary(job);
    assertThat(sum(summary.at("/map/failed"))).isZero();
    assertThat(sum(summary.at("/map/recorded"))).isEqualTo(1_000);
    assertThat(summary.get("recorded").asInt()).isEqualTo(ledger(job).size());
  }

  @Test
  void itemsAtWorkAreShownWhereTheyAre() {
    var job =
        http.submit(
            "{\"function\":\"test.stuck\",\"chunkSize\":1,\"input\":{\"items\":[0,1,0,1,0]}}");
    Awaitility.await().until(() -> job.view().at("/counts/running").asInt() == 2);
    Awaitility.await().until(() -> sum(summary(job).at("/map/leased")) == 2);
    var map = summary(job).get("map");
    assertThat(numbers(map.get("leased"))).containsExactly(0L, 1L, 0L, 1L, 0L);
    assertThat(numbers(map.get("recorded"))).startsWith(1L, 0L, 1L, 0L);
    job.cancel().expect(200);
    assertThat(sum(summary(job).at("/map/leased"))).isZero();
  }

  @Test
  void whatIsTheSameNeedNotBeSentAgain() {
    var job = submit(100, 10).await("SUCCEEDED");
    var first = http.get(job.path() + "/chunks/summary").expect(200);
    var again =
        http.call("GET", job.path() + "/chunks/summary")
            .header("If-None-Match", first.header("ETag"))
            .send();
    assertThat(again.expect(304).body()).isEmpty();
  }

  @Test
  void aJobThatKeepsNothingShowsHowFarItIsComplete() {
    var job =
        http.submit(
                "{\"function\":\"square\",\"reduce\":\"sum\",\"store\":false,\"input\":{\"range\":{\"stop\":2000}}}")
            .await("SUCCEEDED");
    var summary = summary(job);
    assertThat(sum(summary.at("/map/recorded"))).isEqualTo(2_000);
    assertThat(summary.at("/timeline/workers")).isEmpty();
    assertThat(summary.get("recorded").asInt())
        .isEqualTo(job.view().at("/chunks/recorded").asInt());
  }

  @Test
  void anEmptyJobHasAnEmptyMap() {
    var job = http.submit("{\"function\":\"square\",\"input\":{\"items\":[]}}");
    assertThat(summary(job).at("/map/recorded")).isEmpty();
    assertThat(summary(job).at("/timeline/bins").asInt()).isZero();
    http.get("/v1/jobs/aaaaaaaaaaaaaaaaaaaaaaaaaa/chunks/summary")
        .expectProblem(404, "job-not-found");
  }

  private JobClient submit(int items, int chunkSize) {
    return http.submit(
        "{\"function\":\"test.mendable\",\"chunkSize\":%d,\"input\":{\"range\":{\"stop\":%d}}}"
            .formatted(chunkSize, items));
  }

  private JsonNode summary(JobClient job) {
    return http.get(job.path() + "/chunks/summary").expect(200).json();
  }

  private List<LedgerEntry> ledger(JobClient job) {
    var all = new ArrayList<LedgerEntry>();
    var ledger = store.ledger(new JobId(job.id()));
    for (var page = ledger.recorded(0); !page.isEmpty(); page = ledger.recorded(all.size())) {
      all.addAll(page);
    }
    return all;
  }

  /** Of chunks of one item. */
  private static List<Long> cells(List<LedgerEntry> ledger, long width, boolean failed) {
    var cells = new long[(int) Math.ceilDiv(ledger.size(), width)];
    ledger.forEach(entry -> cells[(int) (entry.start() / width)] += failed ? entry.failed() : 1);
    return java.util.Arrays.stream(cells).boxed().toList();
  }

  private static List<Long> numbers(JsonNode array) {
    return array.valueStream().map(JsonNode::asLong).toList();
  }

  private static double sum(JsonNode array) {
    return array.valueStream().mapToDouble(JsonNode::asDouble).sum();
  }
}
