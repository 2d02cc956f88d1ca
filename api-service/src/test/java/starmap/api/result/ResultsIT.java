package starmap.api.result;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import starmap.api.testing.Http;
import starmap.api.testing.JobClient;
import starmap.api.testing.LocalApi;
import starmap.api.testing.LocalApiExtension;

@ExtendWith(LocalApiExtension.class)
class ResultsIT {
  private static final String ERROR =
      "\"error\":{\"type\":\"IllegalArgumentException\",\"message\":\"x\",\"attempts\":1}";

  private final Http http;

  ResultsIT(LocalApi api) {
    http = api.http();
  }

  @Test
  void linesHaveIndexesUnlessValuesAreAskedFor() {
    var job = withFailure();
    assertThat(job.results("").expect(200).lines())
        .containsExactly(
            "{\"index\":0,\"value\":1}",
            "{\"index\":1," + ERROR + "}",
            "{\"index\":2,\"value\":3}",
            "{\"index\":3,\"value\":4}");
    assertThat(job.results("values=true").lines())
        .containsExactly("1", "{\"index\":1," + ERROR + "}", "3", "4");
  }

  @Test
  void anArrayIsGivenWhereItIsAskedFor() {
    var job = withFailure();
    assertThat(array(job, "values=true")).isEqualTo("[1,null,3,4]");
    assertThat(array(job, "values=true&from=1&to=3")).isEqualTo("[null,3]");
    assertThat(array(job, "only=failed")).isEqualTo("[{\"index\":1," + ERROR + "}]");
    assertThat(array(job, "values&only=ok")).isEqualTo("[1,3,4]");
    assertThat(array(job, "from=4")).isEqualTo("[]");
  }

  @Test
  void aRangeOfIndexesIsCutOut() {
    var job =
        http.submit(
            "{\"function\":\"square\",\"chunkSize\":7,\"input\":{\"range\":{\"stop\":1000}}}");
    job.await("SUCCEEDED");
    assertThat(job.results("values=true&from=498&to=501").lines())
        .containsExactly("248004", "249001", "250000");
    assertThat(job.results("values=true&from=998").lines()).containsExactly("996004", "998001");
    assertThat(job.results("from=5&to=5").expect(200).text()).isEmpty();
    job.results("from=1001").expectProblem(416, "range-not-satisfiable");
    job.results("from=5&to=4").expectProblem(422, "invalid-request");
    assertThat(job.results("values=true&from=498&to=501&order=completion").lines())
        .containsExactlyInAnyOrder("248004", "249001", "250000");
  }

  @Test
  void completionOrderHasEveryIndexOnce() {
    var job =
        http.submit(
            "{\"function\":\"square\",\"chunkSize\":7,\"input\":{\"range\":{\"stop\":1000}}}");
    job.await("SUCCEEDED");
    assertThat(job.results("order=completion").expect(200).lines())
        .containsExactlyInAnyOrderElementsOf(job.results("").lines());
  }

  @Test
  void resultsAreReadWhileTheJobRuns() throws IOException {
    var job =
        http.submit("{\"function\":\"sleep\",\"chunkSize\":1,\"input\":{\"items\":[0,0.01,600]}}");
    var stream = http.call("GET", job.path() + "/results?values=true&follow=true").open();
    try (var lines = new BufferedReader(new InputStreamReader(stream.body(), UTF_8))) {
      assertThat(lines.readLine()).isEqualTo("0");
      assertThat(lines.readLine()).isEqualTo("0.01");
      assertThat(job.state()).isEqualTo("RUNNING");
      assertThat(job.results("values=true").expect(200).lines()).containsExactly("0", "0.01");
      job.cancel().expect(200);
      assertThat(lines.readLine()).isNull();
    }
  }

  @Test
  void oneResultIsGivenOnceItIsThere() {
    var job = http.submit("{\"function\":\"sleep\",\"chunkSize\":1,\"input\":{\"items\":[0,600]}}");
    Awaitility.await().until(() -> http.get(job.path() + "/results/0").status() == 200);
    assertThat(http.get(job.path() + "/results/0").text())
        .isEqualToIgnoringNewLines("{\"index\":0,\"value\":0}");
    var later = http.get(job.path() + "/results/1").expect(202).json();
    assertThat(later.get("state").asString()).isEqualTo("RUNNING");
    http.get(job.path() + "/results/2").expectProblem(416, "range-not-satisfiable");
    http.get(job.path() + "/results/-1").expectProblem(416, "range-not-satisfiable");
  }

  @Test
  void oneFailedResultIsItsError() {
    assertThat(http.get(withFailure().path() + "/results/1").expect(200).text())
        .isEqualToIgnoringNewLines("{\"index\":1," + ERROR + "}");
  }

  private JobClient withFailure() {
    var job =
        http.submit("{\"function\":\"fail\",\"chunkSize\":2,\"input\":{\"items\":[1,\"x\",3,4]}}");
    return job.await("PARTIAL");
  }

  private String array(JobClient job, String query) {
    var call = http.call("GET", job.path() + "/results?" + query).accept("application/json");
    return call.send().expect(200).text();
  }
}
