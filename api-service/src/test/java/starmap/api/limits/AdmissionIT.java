package starmap.api.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import starmap.api.testing.Answer;
import starmap.api.testing.Duplex;
import starmap.api.testing.Http;
import starmap.api.testing.JobClient;
import starmap.api.testing.LocalApi;
import starmap.api.testing.LocalApiExtension;

/** What is taken in while the memory of Redis is nearly used up. */
@ExtendWith(LocalApiExtension.class)
class AdmissionIT {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final String RANGE =
      "{\"function\":\"square\",\"input\":{\"range\":{\"stop\":3}}}";

  /** Besides it what connections use, which come and go, is next to nothing. */
  private static final int MOST_BYTES = 32 << 20;

  private static final String MOST = "sm:{s00}:test";

  private final LocalApi api;
  private final Http http;

  AdmissionIT(LocalApi api) {
    this.api = api;
    this.http = api.http();
  }

  @AfterEach
  void makeRoom() {
    api.commands().del(MOST);
    api.limitMemory(0);
    Awaitility.await().atMost(PATIENCE).until(() -> call().status() == 200);
  }

  @Test
  void newWorkIsRefusedAboveEightyFivePercentAndResultsCanStillBeRead() {
    var job = http.post("/v1/jobs", RANGE).expect(202).json().get("id").asString();
    assertThat(new JobClient(http, job).values()).containsExactly("0", "1", "4");

    useUp(0.92);

    Awaitility.await().atMost(PATIENCE).until(() -> call().status() == 503);
    assertThat(call().header("Retry-After")).isEqualTo("10");
    call().expectProblem(503, "storage-full");
    http.post("/v1/jobs", RANGE).expectProblem(503, "storage-full");
    http.call("PUT", "/v1/jobs/more?function=square")
        .ndjson("1\n")
        .send()
        .expectProblem(503, "storage-full");
    assertThat(new JobClient(http, job).values()).containsExactly("0", "1", "4");
  }

  @Test
  void aLittleLessIsOnlyWarnedOf() {
    useUp(0.8);
    for (int i = 0; i < 3; i++) {
      call().expect(200);
      http.post("/v1/jobs", RANGE).expect(202);
    }
  }

  @Test
  void aCallThatIsBeingSentEndsWithTheProblem() throws IOException {
    try (var call =
        new Duplex(api.raw(), "PUT /v1/map/square", "Content-Type: application/x-ndjson\r\n")) {
      call.send("1\n2\n");
      assertThat(call.line()).isEqualTo("1");
      assertThat(call.line()).isEqualTo("4");

      useUp(0.92);

      Awaitility.await().atMost(PATIENCE).until(() -> call().status() == 503);
      call.send("3\n").end();
      assertThat(call.line()).contains("urn:starmap:problem:storage-full", "\"status\":503");
    }
  }

  private Answer call() {
    return http.post("/v1/map/square", "[1]");
  }

  /** Lets Redis use so little that this share of it is used. */
  private void useUp(double share) {
    try (var client = api.redis().client()) {
      var redis = client.connect().sync();
      redis.setrange(MOST, MOST_BYTES, "x");
      var used =
          redis
              .info("memory")
              .lines()
              .filter(line -> line.startsWith("used_memory:"))
              .map(line -> Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
              .findFirst()
              .orElseThrow();
      api.limitMemory((long) (used / share));
    }
  }
}
