package starmap.api.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import starmap.api.testing.Answer;
import starmap.api.testing.Http;
import starmap.api.testing.JobClient;
import starmap.api.testing.LocalApi;
import starmap.api.testing.LocalApiExtension;

@ExtendWith(LocalApiExtension.class)
class JobsIT {
  private static final String SLEEPING =
      "{\"function\":\"sleep\",\"chunkSize\":1,\"input\":{\"items\":[0,600,600,600]}}";

  private final Http http;

  JobsIT(LocalApi api) {
    http = api.http();
  }

  @Test
  void countsAddUpAtEveryLook() {
    var job =
        http.submit(
            "{\"function\":\"square\",\"chunkSize\":500,\"input\":{\"range\":{\"stop\":300000}}}");
    Awaitility.await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              var view = job.view();
              JobClient.assertThatCountsAddUp(view);
              assertThat(view.at("/progress/percent").asDouble()).isBetween(0.0, 100.0);
              return view.get("state").asString().equals("SUCCEEDED");
            });
    assertThat(job.view().at("/counts/succeeded").asInt()).isEqualTo(300_000);
    assertThat(job.view().at("/progress/contiguousUntil").asInt()).isEqualTo(300_000);
    assertThat(job.view().at("/progress/etaSeconds").isNull()).isTrue();
  }

  @Test
  void anUnchangedJobNeedNotBeSentAgain() {
    var job = http.submit("{\"function\":\"square\",\"input\":{\"items\":[1]}}").await("SUCCEEDED");
    var tag = http.get(job.path()).header("ETag");
    var again = http.call("GET", job.path()).header("If-None-Match", tag).send();
    assertThat(again.expect(304).body()).isEmpty();
    var other = http.call("GET", job.path()).header("If-None-Match", "\"other\"").send();
    other.expect(200);
  }

  @Test
  void aLongPollEndsWithTheJob() throws Exception {
    var job = http.submit(SLEEPING);
    var poll = CompletableFuture.supplyAsync(() -> http.get(job.path() + "?wait=30"));
    Awaitility.await().until(() -> job.state().equals("RUNNING"));
    assertThat(poll.isDone()).isFalse();
    job.cancel().expect(200);
    var view = poll.get(20, TimeUnit.SECONDS).expect(200).json();
    assertThat(view.get("state").asString()).isEqualTo("CANCELLED");
  }

  @Test
  void aLongPollEndsWithItsTime() {
    var job = http.submit(SLEEPING);
    var view = http.get(job.path() + "?wait=0.3").expect(200).json();
    assertThat(view.get("state").asString()).isIn("QUEUED", "RUNNING");
  }

  @Test
  void aLongPollOfWhoKnowsTheJobEndsWithAnyChange() throws Exception {
    var job =
        http.submit("{\"function\":\"test.stuck\",\"chunkSize\":1,\"input\":{\"items\":[1,2]}}");
    Awaitility.await().until(() -> job.view().at("/counts/running").asInt() == 2);
    var tag = http.get(job.path()).header("ETag");
    var poll = CompletableFuture.supplyAsync(() -> unless(job, "?wait=30", tag));
    var other =
        http.call("GET", job.path() + "?wait=30").header("If-None-Match", "\"other\"").send();
    assertThat(other.expect(200).header("ETag")).isEqualTo(tag);
    assertThat(poll.isDone()).isFalse();
    job.cancel().expect(200);
    var changed = poll.get(20, TimeUnit.SECONDS).expect(200);
    assertThat(changed.json().get("state").asString()).isEqualTo("CANCELLED");
    assertThat(changed.header("ETag")).isNotEqualTo(tag);
  }

  @Test
  void aLongPollOfAJobThatDoesNotMoveSaysSo() {
    var job = http.submit("{\"function\":\"square\",\"input\":{\"items\":[1]}}").await("SUCCEEDED");
    var tag = http.get(job.path()).header("ETag");
    assertThat(unless(job, "?wait=0.2", "W/\"x\", " + tag).expect(304).body()).isEmpty();
  }

  private Answer unless(JobClient job, String query, String tags) {
    return http.call("GET", job.path() + query).header("If-None-Match", tags).send();
  }

  @Test
  void aCancelledJobKeepsWhatItHas() {
    var job = http.submit(SLEEPING);
    Awaitility.await().until(() -> job.view().at("/counts/succeeded").asInt() == 1);
    var view = job.cancel().expect(200).json();
    assertThat(view.get("state").asString()).isEqualTo("CANCELLED");
    assertThat(view.at("/counts/cancelled").asInt()).isEqualTo(3);
    JobClient.assertThatCountsAddUp(view);
    job.cancel().expect(200);
    assertThat(job.results("values=true").expect(200).lines()).containsExactly("0");
    assertThat(job.results("values=true&follow=true").expect(200).lines()).containsExactly("0");
  }

  @Test
  void slotsOfACancelledJobAreFreeSoon() {
    var job = http.submit(SLEEPING);
    Awaitility.await().until(() -> job.state().equals("RUNNING"));
    job.cancel().expect(200);
    assertThat(http.post("/v1/map/square?timeout=20", "[3]").expect(200).text()).isEqualTo("[9]");
  }

  @Test
  void onlyAnEndedJobIsRemovedUnlessForced() {
    var job = http.submit(SLEEPING);
    http.call("DELETE", job.path()).send().expectProblem(409, "job-active");
    assertThat(http.call("DELETE", job.path() + "?force=true").send().expect(204).body()).isEmpty();
    http.get(job.path()).expectProblem(404, "job-not-found");
    http.call("DELETE", job.path()).send().expectProblem(404, "job-not-found");
    var ended = http.submit("{\"function\":\"square\",\"input\":{\"items\":[]}}");
    http.call("DELETE", ended.path()).send().expect(204);
  }

  @Test
  void theListShowsTheNewestFirstInPages() {
    var ids = new ArrayList<String>();
    IntStream.range(0, 5).forEach(_ -> ids.addFirst(labelled("x").id()));
    var seen = new ArrayList<String>();
    var query = "/v1/jobs?pageSize=2";
    for (var page = http.get(query).expect(200).json(); ; ) {
      page.get("jobs").forEach(job -> seen.add(job.get("id").asString()));
      assertThat(page.get("jobs").size()).isLessThanOrEqualTo(2);
      if (page.get("nextPageToken").isNull()) {
        break;
      }
      page = http.get(query + "&pageToken=" + page.get("nextPageToken").asString()).json();
    }
    assertThat(seen).containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  void theListIsFiltered() {
    var a = labelled("a");
    var b = labelled("b").await("SUCCEEDED");
    a.await("SUCCEEDED");
    var sleeping = http.submit(SLEEPING);
    Awaitility.await().until(() -> listed("state=running").equals(List.of(sleeping.id())));
    assertThat(listed("label=team:a")).containsExactly(a.id());
    assertThat(listed("state=succeeded")).containsExactlyInAnyOrder(a.id(), b.id());
    assertThat(listed("function=sleep@1")).containsExactly(sleeping.id());
    assertThat(listed("function=square&label=team:b")).containsExactly(b.id());
    assertThat(listed("function=squ")).isEmpty();
  }

  @Test
  void theListIsSearchedForAText() {
    var a = labelled("Alpha-7");
    labelled("beta");
    var named = http.call("PUT", "/v1/jobs/Nightly.Alpha?function=identity").json("[1]").send();
    var nightly = named.expect(202).json().get("id").asString();
    assertThat(listed("text=alpha")).containsExactlyInAnyOrder(a.id(), nightly);
    assertThat(listed("text=ALPHA-7")).containsExactly(a.id());
    assertThat(listed("text=dentit")).containsExactly(nightly);
    assertThat(listed("text=" + a.id().substring(5, 20))).containsExactly(a.id());
    assertThat(listed("text=alpha&function=identity")).containsExactly(nightly);
    assertThat(listed("text=nothing")).isEmpty();
  }

  private List<String> listed(String filter) {
    return http.get("/v1/jobs?" + filter)
        .expect(200)
        .json()
        .get("jobs")
        .valueStream()
        .map(job -> job.get("id").asString())
        .toList();
  }

  private JobClient labelled(String team) {
    return http.submit(
        "{\"function\":\"square\",\"labels\":{\"team\":\""
            + team
            + "\"},\"input\":{\"items\":[1]}}");
  }
}
