package starmap.api.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import starmap.api.testing.EventReader;
import starmap.api.testing.Http;
import starmap.api.testing.JobClient;
import starmap.api.testing.LocalApi;
import starmap.api.testing.LocalApiExtension;

/** Watching a job over HTTP. */
@ExtendWith(LocalApiExtension.class)
class EventsIT {
  private static final String SLEEPING =
      "{\"function\":\"sleep\",\"chunkSize\":1,\"input\":{\"items\":[0,600,600,600]}}";
  private static final String QUICK = "{\"function\":\"square\",\"input\":{\"items\":[1,2,3]}}";

  private final Http http;

  EventsIT(LocalApi api) {
    http = api.http();
  }

  @Test
  void theFirstEventIsTheJobAsItIs() {
    var job = http.submit(SLEEPING);
    try (var events = EventReader.of(job, null)) {
      var first = events.next();
      assertThat(first.name()).isEqualTo("progress");
      assertThat(first.id()).isEqualTo("0");
      assertThat(first.data().get("id").asString()).isEqualTo(job.id());
      JobClient.assertThatCountsAddUp(first.data());
    }
  }

  @Test
  void everyChangeOfStateIsToldAndThenTheStreamEnds() {
    var job = http.submit(QUICK).await("SUCCEEDED");
    try (var events = EventReader.of(job, null)) {
      var all = events.until("");
      assertThat(EventReader.states(all))
          .containsExactly("ACCEPTING", "QUEUED", "RUNNING", "SUCCEEDED");
      assertThat(all)
          .extracting(EventReader.Event::id)
          .containsExactly("0", "1", "2", "3", "4", "4.end");
      assertThat(all.getLast().name()).isEqualTo("end");
      assertThat(all.getLast().data().at("/counts/succeeded").asInt()).isEqualTo(3);
    }
  }

  @Test
  void watchingAJobThatIsRemovedBreaksOff() {
    var job = http.submit(SLEEPING);
    try (var events = EventReader.of(job, null)) {
      assertThat(events.next()).isNotNull();
      http.call("DELETE", job.path() + "?force=true").send().expect(204);
      assertThatThrownBy(() -> events.until("")).isInstanceOf(UncheckedIOException.class);
    }
  }

  @Test
  void theEndHasTheValueThatTheItemsWereFoldedTo() {
    var job =
        http.submit(
                "{\"function\":\"square\",\"reduce\":\"sum\",\"input\":{\"range\":{\"stop\":4}}}")
            .await("SUCCEEDED");
    try (var events = EventReader.of(job, null)) {
      assertThat(events.until("").getLast().data().at("/reduction/value").asInt()).isEqualTo(14);
    }
  }

  @Test
  void anEndThatIsWaitedForIsTold() {
    var job = http.submit(SLEEPING);
    try (var events = EventReader.of(job, null)) {
      assertThat(EventReader.states(events.until("RUNNING"))).endsWith("RUNNING");
      job.cancel().expect(200);
      var rest = events.until("");
      assertThat(EventReader.states(rest)).containsExactly("CANCELLED");
      assertThat(rest.getLast().name()).isEqualTo("end");
      assertThat(rest.getLast().data().get("state").asString()).isEqualTo("CANCELLED");
    }
  }

  @Test
  void aClientThatWasAwayMissesNoChangeAndSeesNoneTwice() {
    var job = http.submit(SLEEPING);
    String last;
    try (var events = EventReader.of(job, null)) {
      last = events.until("RUNNING").getLast().id();
    }
    job.cancel().expect(200);
    try (var events = EventReader.of(job, last)) {
      var all = events.until("");
      assertThat(all.getFirst().name()).isEqualTo("progress");
      assertThat(EventReader.states(all)).containsExactly("CANCELLED");
    }
  }

  @Test
  void aBrowserThatComesBackBehindTheEndIsToldToStayAway() {
    var job = http.submit(QUICK).await("SUCCEEDED");
    var again = http.call("GET", job.path() + "/events").header("Last-Event-ID", "4.end").send();
    assertThat(again.expect(204).body()).isEmpty();
    var earlier = http.call("GET", job.path() + "/events").header("Last-Event-ID", "4").send();
    assertThat(earlier.expect(200).text()).doesNotContain("event: state").contains("event: end");
    var strange = http.call("GET", job.path() + "/events").header("Last-Event-ID", "abc").send();
    assertThat(strange.expect(200).text()).contains("id: 1\n", "id: 4.end\n");
  }

  @Test
  void aBarEndsWithTheStateAndALineBreak() {
    var job = http.submit(QUICK).await("SUCCEEDED");
    var answer = http.call("GET", job.path() + "/events").accept("text/plain").send().expect(200);
    assertThat(answer.header("Content-Type")).startsWith("text/plain");
    assertThat(answer.text())
        .startsWith("\r100.0% [########################] 3/3  ")
        .endsWith("  failed 0  SUCCEEDED\n");
  }

  @Test
  void aWatcherWhoLeavesIsForgotten() {
    var job = http.submit(SLEEPING);
    try (var events = EventReader.of(job, null)) {
      assertThat(events.next()).isNotNull();
      assertThat(watching()).isTrue();
    }
    Awaitility.await().until(() -> !watching());
    assertThat(job.state()).isIn("QUEUED", "RUNNING");
  }

  @Test
  void whatCannotBeWatchedSaysWhy() {
    http.get("/v1/jobs/aaaaaaaaaaaaaaaaaaaaaaaaaa/events").expectProblem(404, "job-not-found");
    var job = http.submit(QUICK);
    http.get(job.path() + "/events?follow=true").expectProblem(422, "unknown-option");
    var xml = http.call("GET", job.path() + "/events").accept("application/xml").send();
    xml.expectProblem(406, "not-acceptable");
  }

  /** Whether a request is at work beside the one that asks. */
  private boolean watching() {
    return http.get("/actuator/prometheus").expect(200).lines().stream()
            .filter(line -> line.matches("http_server_requests_active_seconds_g?count.*"))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
            .sum()
        > 1;
  }
}
