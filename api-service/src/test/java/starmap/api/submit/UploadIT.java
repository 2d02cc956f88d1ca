package starmap.api.submit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import starmap.api.testing.Answer;
import starmap.api.testing.Duplex;
import starmap.api.testing.Http;
import starmap.api.testing.JobClient;
import starmap.api.testing.LocalApi;
import starmap.api.testing.LocalApiExtension;
import starmap.store.JobStore;

/** Jobs whose items come in requests of their own. */
@ExtendWith(LocalApiExtension.class)
class UploadIT {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final String JOB = "/v1/jobs/my-items.2026";
  private static final String SQUARE = JOB + "?function=square";

  private final LocalApi api;
  private final Http http;

  UploadIT(LocalApi api) {
    this.api = api;
    this.http = api.http();
  }

  @Test
  void aJobIsUploadedUnderAName() {
    var answer = put(SQUARE + "&chunkSize=7&labels.team=7&ttl=PT1H", lines(0, 10_000)).expect(202);
    var view = answer.json();
    assertThat(view.get("name").asString()).isEqualTo("my-items.2026");
    assertThat(view.at("/labels/team").asString()).isEqualTo("7");
    assertThat(view.at("/counts/totalIsFinal").asBoolean()).isTrue();
    var job = new JobClient(http, "my-items.2026");
    assertThat(job.values()).isEqualTo(squares(10_000));
    assertThat(job.view().get("id")).isEqualTo(view.get("id"));
    assertThat(new JobClient(http, view.get("id").asString()).values()).hasSize(10_000);
  }

  @Test
  void aPackedUploadIsRead() throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(lines(0, 100_000).getBytes(US_ASCII));
    }
    var call = http.call("PUT", SQUARE).header("Content-Encoding", "gzip");
    var view = call.body(packed.toByteArray()).send().expect(202).json();
    assertThat(view.at("/counts/total").asLong()).isEqualTo(100_000);
    assertThat(new JobClient(http, "my-items.2026").values()).isEqualTo(squares(100_000));
  }

  @Test
  void itemsAreComputedWhileTheyArrive() throws IOException {
    try (var call = upload("PUT " + SQUARE)) {
      call.send("1\n2\n3\n");
      await("/v1/jobs/my-items.2026/results?values=true", "1\n4\n9\n");
      assertThat(new JobClient(http, "my-items.2026").state()).isEqualTo("ACCEPTING");
      call.send("4\n").end();
      assertThat(call.head().getFirst()).startsWith("HTTP/1.1 202");
    }
    assertThat(new JobClient(http, "my-items.2026").values()).containsExactly("1", "4", "9", "16");
  }

  @Test
  void anUploadThatBreaksGoesOnWithEachIndexOnce() throws IOException {
    try (var call = upload("PUT " + SQUARE)) {
      call.send(lines(0, 1_000) + "10");
      await(JOB + "/items", "{\"offset\":1000,\"sealed\":false}");
    }
    var problem = put(SQUARE, "1\n").expectProblem(409, "still-uploading");
    assertThat(problem.get("offset").asLong()).isEqualTo(1_000);
    items("1001", lines(1_001, 1_010)).expectProblem(409, "wrong-offset");
    assertThat(items("990", lines(990, 1_010)).expect(200).text())
        .isEqualTo("{\"offset\":1010,\"sealed\":false}");
    assertThat(items("0", lines(0, 20)).expect(200).json().get("offset").asLong()).isEqualTo(1_010);
    assertThat(items("1010", lines(1_010, 1_020)).expect(200).json().get("offset").asLong())
        .isEqualTo(1_020);
    seal().expect(200);
    assertThat(new JobClient(http, "my-items.2026").values()).isEqualTo(squares(1_020));
    assertThat(http.get(JOB + "/items").text()).isEqualTo("{\"offset\":1020,\"sealed\":true}");
    items("1020", "1\n").expectProblem(409, "input-complete");
    put(SQUARE, "1\n").expectProblem(409, "name-taken");
    seal().expect(200);
  }

  @Test
  void aMalformedItemLeavesThoseBeforeItAndIsLocated() throws IOException {
    try (var call = upload("PUT " + SQUARE)) {
      call.send("1\n2\n");
      await(JOB + "/items", "{\"offset\":2,\"sealed\":false}");
      call.send("oops\n");
      assertThat(call.head().getFirst()).startsWith("HTTP/1.1 400");
    }
    items("2", "3\n").expect(200);
    seal();
    assertThat(new JobClient(http, "my-items.2026").values()).containsExactly("1", "4", "9");
  }

  @Test
  void aFirstItemThatIsMalformedLeavesNothing() {
    put(SQUARE, "oops\n").expectProblem(400, "malformed-json");
    http.get(JOB).expectProblem(404, "job-not-found");
  }

  @Test
  void anAbandonedUploadDisappears() throws IOException {
    try (var call = upload("PUT " + SQUARE)) {
      call.send("1\n");
      await(JOB + "/items", "{\"offset\":1,\"sealed\":false}");
    }
    var id = http.get(JOB).json().get("id").asString();
    api.commands().zadd("sm:{s00}:gc", System.currentTimeMillis() - 1.0, id);
    var _ = api.context().getBean(JobStore.class).sweep();
    http.get(JOB).expectProblem(404, "job-not-found");
    assertThat(api.jobKeys()).isEmpty();
  }

  @Test
  void anOpenJobTakesItemsUntilItIsSealed() {
    var open = "{\"function\":\"square\",\"input\":{\"open\":true}}";
    var job = http.submit(open);
    assertThat(job.state()).isEqualTo("ACCEPTING");
    assertThat(job.view().get("name").isNull()).isTrue();
    for (int i = 0; i < 3; i++) {
      var call = http.call("POST", job.path() + "/items").ndjson(lines(10L * i, 10L * i + 10));
      call.send().expect(200);
    }
    http.call("POST", job.path() + "/items").json("[30,31]").send().expect(200);
    http.call("POST", job.path() + ":seal").send().expect(200);
    assertThat(job.values()).isEqualTo(squares(32));
  }

  @Test
  void anOpenJobIsTheSameForTheSameKey() {
    var open = "{\"function\":\"square\",\"input\":{\"open\":true}}";
    var first = http.call("POST", "/v1/jobs").header("Idempotency-Key", "open").json(open).send();
    var second = http.call("POST", "/v1/jobs").header("Idempotency-Key", "open").json(open).send();
    assertThat(second.expect(202).json().get("id")).isEqualTo(first.expect(202).json().get("id"));
    assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
  }

  @Test
  void aFailedItemEndsAnUploadThatWantsThat() throws IOException {
    try (var call = upload("PUT " + JOB + "?function=fail&onError=fail")) {
      call.send("1\n\"boom\"\n");
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> http.get(JOB).json().path("state").asString().equals("FAILED"));
      call.send("2\n");
      assertThat(call.head().getFirst()).startsWith("HTTP/1.1 202");
    }
  }

  @Test
  void namesAndOptionsAreChecked() {
    put("/v1/jobs/" + "a".repeat(26) + "?function=square", "1\n")
        .expectProblem(422, "invalid-request");
    put("/v1/jobs/" + "a".repeat(129) + "?function=square", "1\n")
        .expectProblem(422, "invalid-request");
    put("/v1/jobs/a%20b?function=square", "1\n").expectProblem(422, "invalid-request");
    put("/v1/jobs/%2e%2e?function=square", "1\n").expectProblem(422, "invalid-request");
    put(JOB, "1\n").expectProblem(422, "invalid-request");
    put(JOB + "?function=square&chunksize=1", "1\n").expectProblem(422, "unknown-option");
    put(JOB + "?function=square&timeout.itme=1", "1\n").expectProblem(422, "unknown-option");
    put(SQUARE + "&store=maybe", "1\n").expectProblem(422, "invalid-request");
    items("x", "1\n").expectProblem(400, "malformed-request");
    http.get(JOB + "/items").expectProblem(404, "job-not-found");
    assertThat(api.jobKeys()).isEmpty();
  }

  private Answer put(String path, String lines) {
    return http.call("PUT", path).body(lines.getBytes(US_ASCII)).send();
  }

  private Answer items(String offset, String lines) {
    return http.call("POST", JOB + "/items").header("Item-Offset", offset).ndjson(lines).send();
  }

  private Answer seal() {
    return http.call("POST", JOB + ":seal").send();
  }

  private Duplex upload(String request) throws IOException {
    return new Duplex(api.raw(), request, "Content-Type: application/x-ndjson\r\n");
  }

  private void await(String path, String text) {
    Awaitility.await().atMost(PATIENCE).until(() -> http.get(path).text().equals(text));
  }

  private static String lines(long from, long to) {
    return LongStream.range(from, to).mapToObj(i -> i + "\n").collect(Collectors.joining());
  }

  private static java.util.List<String> squares(long count) {
    return LongStream.range(0, count).mapToObj(i -> Long.toString(i * i)).toList();
  }
}
