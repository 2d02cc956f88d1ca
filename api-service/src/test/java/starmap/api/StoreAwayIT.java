package starmap.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import starmap.api.testing.Answer;
import starmap.api.testing.LocalApi;

/** Redis comes and goes, or is full. It has a server of its own, because it breaks it. */
class StoreAwayIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final String SLOW =
      "{\"function\":\"sleep\",\"chunkSize\":1,\"input\":{\"items\":[0,0.4,0.4,0.4,0.4,0.4,0.4]}}";

  private static LocalApi api;

  @BeforeAll
  static void start() {
    api = LocalApi.start("--spring.data.redis.timeout=1s");
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @AfterEach
  void makeRoom() {
    api.limitMemory(0);
  }

  @Test
  void everythingGoesOnWhenAFrozenRedisThaws() {
    var job = api.http().submit(SLOW);
    api.redis().suspend();
    try {
      assertThatItIsAway(submit());
      assertThatItIsAway(api.http().get(job.path()));
      assertThatItIsAway(api.http().get("/v1/jobs"));
      assertThatItIsAlive();
    } finally {
      api.redis().resume();
    }
    assertThatAllIsWell();
    assertThat(job.values()).hasSize(7);
  }

  @Test
  void theServiceGoesOnByItselfWhenRedisIsBack() {
    api.redis().kill();
    try {
      Awaitility.await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThatItIsAway(api.http().post("/v1/map/square", "[1]")));
      assertThatItIsAway(submit());
      // what was read less than a second ago is still answered
      Awaitility.await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThatItIsAway(api.http().get("/v1/functions")));
      assertThatItIsAlive();
    } finally {
      api.redis().restart();
    }
    assertThatAllIsWell();
  }

  @Test
  void aFullRedisTakesNoJobsButGivesResultsAndLetsThemGo() {
    var done = api.http().submit(SLOW.replace("0.4", "0")).await("SUCCEEDED");
    var running = api.http().submit(SLOW.replace("0.4", "600"));
    Awaitility.await().atMost(PATIENCE).until(() -> running.state().equals("RUNNING"));
    api.limitMemory(1);

    var refused = submit();
    refused.expectProblem(503, "storage-full");
    assertThat(refused.header("Retry-After")).isEqualTo("10");
    api.http().post("/v1/map/square", "[1]").expectProblem(503, "storage-full");
    assertThat(done.values()).hasSize(7);
    assertThat(running.cancel().expect(200).json().get("state").asString()).isEqualTo("CANCELLED");
    api.http().call("DELETE", done.path()).send().expect(204);
    api.http().get("/v1/jobs").expect(200);

    makeRoom();
    assertThatAllIsWell();
  }

  private static Answer submit() {
    return api.http()
        .post("/v1/jobs", "{\"function\":\"square\",\"input\":{\"range\":{\"stop\":3}}}");
  }

  private static void assertThatItIsAway(Answer answer) {
    answer.expectProblem(503, "store-unavailable");
    assertThat(answer.header("Retry-After")).isEqualTo("2");
    assertThat(answer.text()).doesNotContain("Exception", "lettuce");
  }

  private static void assertThatItIsAlive() {
    api.http().get("/actuator/health/liveness").expect(200);
    api.http().get("/v1/limits").expect(200);
  }

  private static void assertThatAllIsWell() {
    Awaitility.await().atMost(PATIENCE).until(() -> submit().status() == 202);
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> api.http().post("/v1/map/square", "[1,2,3]").text(), "[1,4,9]"::equals);
  }
}
