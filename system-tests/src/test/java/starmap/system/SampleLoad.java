package starmap.system;

import static org.awaitility.Awaitility.await;

import java.time.Duration;

/** A little of everything that is measured: calls, jobs, failures, retries, a cancelled job. */
record SampleLoad(Http http) {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Does all of it once. */
  void run() {
    http.map("square", "[1,2,3]");
    http.post("/v1/apply/gcd", "[12,18]");
    http.post("/v1/map/nobody-has-this", "[1]");
    var large = submit("square", "\"range\":{\"stop\":20000}", "\"chunkSize\":500");
    var failing =
        submit(
            "fail",
            "\"items\":[\"bad\",1,2,\"worse\"]",
            "\"chunkSize\":1,\"retry\":{\"maxAttempts\":2,\"initial\":\"PT0.01S\",\"max\":\"PT0.02S\"}");
    var cancelled = submit("sleep", "\"items\":[86400]", "\"chunkSize\":1");
    await().atMost(PATIENCE).until(() -> state(cancelled).equals("RUNNING"));
    http.post(cancelled + ":cancel", "");
    await().atMost(PATIENCE).until(() -> state(large).equals("SUCCEEDED"));
    await().atMost(PATIENCE).until(() -> state(failing).equals("PARTIAL"));
    http.get(large + "/results");
    http.get(failing + "/errors");
    http.get("/v1/jobs");
  }

  private String submit(String function, String input, String options) {
    return http.submit(
        "{\"function\":\"%s\",\"input\":{%s},%s}".formatted(function, input, options));
  }

  private String state(String job) {
    return http.job(job).get("state").asString();
  }
}
