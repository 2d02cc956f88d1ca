package starmap.api.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import starmap.api.testing.Http;
import starmap.api.testing.LocalApi;
import starmap.api.testing.LocalApiExtension;
import tools.jackson.databind.JsonNode;

/** Workers over HTTP. */
@ExtendWith(LocalApiExtension.class)
class WorkersIT {
  private final LocalApi api;
  private final Http http;

  WorkersIT(LocalApi api) {
    this.api = api;
    this.http = api.http();
  }

  @Test
  void aWorkerSaysWhatItCanComputeAndWhatItComputes() {
    var job =
        http.submit(
            "{\"function\":\"test.stuck\",\"chunkSize\":3,\"input\":{\"items\":[0,0,7,0,0,7]}}");
    Awaitility.await()
        .until(() -> http.get("/v1/workers").json().at("/workers/0/chunks").size() == 2);
    var worker = http.get("/v1/workers").json().at("/workers/0");
    assertThat(worker.get("functions").valueStream().map(JsonNode::asString))
        .contains("square@1", "test.stuck@1");
    assertThat(worker.get("chunks").valueStream())
        .allMatch(chunk -> chunk.get("job").asString().equals(job.id()))
        .allMatch(chunk -> chunk.get("length").asInt() >= 1)
        .allMatch(chunk -> chunk.get("seconds").asDouble() >= 0);
    job.cancel().expect(200);
    Awaitility.await()
        .until(() -> http.get("/v1/workers").json().at("/workers/0/chunks").isEmpty());
  }

  @Test
  void aDrainedWorkerTakesNoNewChunkWhileOthersDo() {
    try (var _ = api.anotherWorker("--starmap.worker.slots=2", "--starmap.worker.name=other")) {
      Awaitility.await().until(() -> !named("other").isMissingNode());
      var id = named("other").get("id").asString();
      var answer = http.call("POST", "/v1/workers/" + id + ":drain").send().expect(202).json();
      assertThat(answer.get("id").asString()).isEqualTo(id);
      assertThat(answer.get("draining").asBoolean()).isTrue();
      Awaitility.await()
          .until(() -> api.commands().hget("sm:{s00}:workers", id).contains("\"draining\":true"));

      var job =
          http.submit(
                  "{\"function\":\"square\",\"chunkSize\":1,\"input\":{\"range\":{\"stop\":500}}}")
              .await("SUCCEEDED");
      assertThat(http.get(job.path() + "/chunks").text()).doesNotContain(id);
      assertThat(named("other").get("alive").asBoolean()).isTrue();
      assertThat(named("other").get("draining").asBoolean()).isTrue();
      assertThat(http.get("/v1/overview").json().at("/workers/draining").asInt()).isEqualTo(1);
    }
    assertThat(named("other").isMissingNode()).isTrue();
    assertThat(api.commands().exists("sm:{s00}:drains")).isZero();
  }

  @Test
  void whoIsNotThereCannotBeDrained() {
    http.call("POST", "/v1/workers/w0-0:drain").send().expectProblem(404, "not-found");
    http.call("POST", "/v1/workers/w0-0:drain?now=1").send().expectProblem(422, "unknown-option");
    http.call("GET", "/v1/workers/w0-0:drain").send().expectProblem(405, "method-not-allowed");
  }

  private JsonNode named(String name) {
    return http.get("/v1/workers")
        .json()
        .get("workers")
        .valueStream()
        .filter(one -> one.get("name").asString().equals(name))
        .findFirst()
        .orElse(tools.jackson.databind.node.MissingNode.getInstance());
  }
}
