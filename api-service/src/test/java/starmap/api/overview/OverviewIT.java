package starmap.api.overview;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import starmap.api.testing.EventReader;
import starmap.api.testing.Http;
import starmap.api.testing.LocalApi;
import starmap.api.testing.LocalApiExtension;
import tools.jackson.databind.JsonNode;

/** What the whole installation does, over HTTP. */
@ExtendWith(LocalApiExtension.class)
class OverviewIT {
  private static final String STUCK =
      "{\"function\":\"test.stuck\",\"chunkSize\":1,\"input\":{\"items\":[1,2,3,4,5]}}";
  private static final Pattern INFO_CALLS = Pattern.compile("cmdstat_info:calls=(\\d+)");

  private final LocalApi api;
  private final Http http;

  OverviewIT(LocalApi api) {
    this.api = api;
    this.http = api.http();
  }

  @Test
  void itsNumbersAddUp() {
    var job = http.submit(STUCK);
    Awaitility.await().until(() -> overview().at("/workers/busy").asInt() == 2);
    Awaitility.await().until(() -> overview().at("/chunks/leased").asInt() == 2);
    var overview = overview();
    assertThat(overview.get("chunks").toString()).isEqualTo(chunks(3, 0, 2));
    assertThat(overview.at("/jobs/active").asInt()).isEqualTo(1);
    assertThat(overview.get("workers").toString())
        .isEqualTo("{\"alive\":1,\"draining\":0,\"slots\":2,\"busy\":2}");
    assertThat(overview.at("/redis/usedBytes").asLong()).isPositive();
    assertThat(overview.at("/redis/maxBytes").isNull()).isTrue();
    assertThat(overview.at("/active/0")).isEqualTo(http.get("/v1/jobs").json().at("/jobs/0"));
    job.cancel().expect(200);
    Awaitility.await().until(() -> overview().get("active").isEmpty());
    assertThat(overview().get("chunks").toString()).isEqualTo(chunks(0, 0, 0));
  }

  @Test
  void chunksThatWaitToBeTriedAgainAreDelayed() {
    var job =
        http.submit(
            "{\"function\":\"test.stuck\",\"chunkSize\":1,\"retry\":{\"maxAttempts\":3,\"initial\":\"PT1H\",\"max\":\"PT1H\"},"
                + "\"input\":{\"items\":[-1,-1,-1]}}");
    Awaitility.await()
        .untilAsserted(
            () -> assertThat(overview().get("chunks").toString()).isEqualTo(chunks(0, 3, 0)));
    job.cancel().expect(200);
  }

  @Test
  void theRateIsThatOfTheFleetAndEndsWithTheWork() {
    Awaitility.await().until(() -> rate("perSecond") == 0);
    var job =
        http.submit(
            "{\"function\":\"fail\",\"chunkSize\":1,\"input\":{\"repeat\":{\"value\":\"no\",\"times\":300}}}");
    Awaitility.await().until(() -> rate("failedPerSecond") > 0);
    job.await("PARTIAL");
    assertThat(rate("perSecond")).isEqualTo(rate("failedPerSecond"));
    Awaitility.await().until(() -> rate("perSecond") == 0);
  }

  @Test
  void howeverManyWatchTheOverviewIsReadOnceASecond() {
    var readers = new ArrayList<EventReader>();
    var times = new HashSet<String>();
    long before = infoCalls();
    try {
      for (int i = 0; i < 30; i++) {
        var call = http.call("GET", "/v1/overview").accept("text/event-stream");
        readers.add(new EventReader(call.open().body()));
      }
      for (int round = 0; round < 3; round++) {
        for (var reader : readers) {
          var event = reader.next();
          assertThat(event.name()).isEqualTo("overview");
          times.add(event.data().get("at").asString());
        }
      }
    } finally {
      readers.forEach(EventReader::close);
    }
    assertThat(times).hasSizeBetween(3, 6);
    assertThat(infoCalls() - before).isLessThanOrEqualTo(8);
  }

  @Test
  void whatCannotBeAnsweredSaysWhy() {
    http.get("/v1/overview?x=1").expectProblem(422, "unknown-option");
    http.call("GET", "/v1/overview").accept("text/csv").send().expectProblem(406, "not-acceptable");
  }

  private JsonNode overview() {
    return http.get("/v1/overview").expect(200).json();
  }

  private double rate(String name) {
    return overview().get("items").get(name).asDouble();
  }

  private static String chunks(int ready, int delayed, int leased) {
    return "{\"ready\":%d,\"delayed\":%d,\"leased\":%d}".formatted(ready, delayed, leased);
  }

  private long infoCalls() {
    try (var client = api.redis().client()) {
      return infoCalls(client.connect().sync().info("commandstats"));
    }
  }

  private static long infoCalls(String statistics) {
    var found = INFO_CALLS.matcher(statistics);
    return found.find() ? Long.parseLong(found.group(1)) : 0;
  }
}
