package starmap.api.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import starmap.api.testing.Compose;
import starmap.api.testing.Http;
import starmap.api.testing.JobClient;
import starmap.api.testing.LocalApi;
import starmap.api.testing.LocalApiExtension;
import tools.jackson.databind.JsonNode;

@ExtendWith(LocalApiExtension.class)
class ReduceIT {
  private final LocalApi api;
  private final Http http;

  ReduceIT(LocalApi api) {
    this.api = api;
    http = api.http();
  }

  @Test
  void theSumOfAMillionSquaresIsExactAndNoItemIsStored() {
    var job =
        http.submit(
            "{\"function\":\"square\",\"input\":{\"range\":{\"stop\":1000000}},\"reduce\":\"sum\",\"store\":false}");
    job.await("SUCCEEDED");
    var n = BigInteger.valueOf(1_000_000);
    var one = BigInteger.ONE;
    var exact =
        n.subtract(one).multiply(n).multiply(n.add(n).subtract(one)).divide(BigInteger.valueOf(6));
    var reduction = reduction(job);
    assertThat(reduction.get("value").bigIntegerValue()).isEqualTo(exact);
    assertThat(reduction.get("items").asLong()).isEqualTo(1_000_000);
    assertThat(reduction.get("op").asString()).isEqualTo("sum");
    assertThat(reduction.get("final").asBoolean()).isTrue();
    assertThat(job.view().at("/reduction/value").bigIntegerValue()).isEqualTo(exact);
    job.results("").expectProblem(409, "results-not-stored");
    assertThat(api.commands().exists("sm:{s00}:j:" + job.id() + ":res")).isZero();
  }

  @Test
  void thePartialValueIsReadableWhileTheJobRuns() {
    var job =
        http.submit(
            "{\"function\":\"sleep\",\"chunkSize\":1,\"input\":{\"items\":[0,0,0,600]},\"reduce\":\"count\"}");
    Awaitility.await().until(() -> reduction(job).get("value").asInt() == 3);
    assertThat(reduction(job).get("final").asBoolean()).isFalse();
    job.cancel().expect(200);
    assertThat(reduction(job).get("final").asBoolean()).isTrue();
  }

  @Test
  void aWaitingClientGetsTheValueAtOnce() {
    var answer =
        http.call("POST", "/v1/jobs")
            .header("Prefer", "wait=20")
            .json(
                "{\"function\":\"square\",\"input\":{\"items\":[1,2,3]},\"reduce\":\"max\",\"store\":false}")
            .send()
            .expect(200);
    assertThat(answer.json().at("/reduction/value").asInt()).isEqualTo(9);
  }

  @Test
  void piIsTheSameNumberWhateverTheChunkSize() {
    for (int size : new int[] {1, 5, 64}) {
      var job =
          http.submit(
              "{\"function\":\"pi.inside\",\"chunkSize\":%d,\"input\":{\"random\":{\"seed\":1,\"count\":64}},\"constants\":{\"samples\":1000},\"reduce\":\"sum\"}"
                  .formatted(size));
      job.await("SUCCEEDED");
      assertThat(reduction(job).get("value").asLong()).isEqualTo(inside(64, 1_000));
    }
  }

  @Test
  void whatCannotBeFoldedFailsItsItem() {
    var job =
        http.submit(
            "{\"function\":\"identity\",\"input\":{\"items\":[1,\"x\",2]},\"reduce\":\"sum\"}");
    job.await("PARTIAL");
    assertThat(reduction(job).get("value").asInt()).isEqualTo(3);
    assertThat(job.results("").lines().get(1)).contains("\"index\":1", "NotReducible");
  }

  @Test
  void manyChunksAreJoinedInOrder() {
    var job =
        http.submit(
            "{\"function\":\"identity\",\"chunkSize\":1,\"input\":{\"product\":[{\"range\":{\"stop\":400}}]},\"reduce\":\"concat\"}");
    job.await("SUCCEEDED");
    var value = reduction(job).get("value");
    assertThat(value.size()).isEqualTo(400);
    for (int i = 0; i < 400; i++) {
      assertThat(value.get(i).asInt()).isEqualTo(i);
    }
  }

  @Test
  void aFunctionOfTwoArgumentsFoldsInTheOrderOfTheItemsWhateverTheChunkSize() {
    int count = 300;
    var expected = List.of(1L, 0L);
    for (int i = 0; i < count; i++) {
      expected = Compose.compose(expected, List.of(i + 1L, 7L * i));
    }
    for (int size : new int[] {1, 7, 1_000}) {
      var job = http.submit(composing(size, count, -1));
      job.await("SUCCEEDED");
      var reduction = reduction(job);
      assertThat(reduction.get("value").toString())
          .as("chunks of %d", size)
          .isEqualTo(expected.toString().replace(" ", ""));
      assertThat(reduction.get("items").asInt()).isEqualTo(count);
      assertThat(reduction.get("op").asString()).isEqualTo("function");
      assertThat(reduction.get("function").asString()).isEqualTo("test.compose@1");
    }
    assertThat(http.get("/v1/jobs").expect(200).text())
        .as("jobs, without any that is left of folding")
        .doesNotContain("reduction-of");
  }

  @Test
  void anItemThatTheFunctionRefusesFailsAloneInsideItsChunk() {
    var job = http.submit(composing(100, 100, 40));
    job.await("PARTIAL");
    assertThat(job.results("").lines().get(40)).contains("IllegalArgument", "a slope of 0");
    assertThat(reduction(job).get("items").asInt()).isEqualTo(99);
  }

  @Test
  void chunksThatTheFunctionCannotFoldFailTheJobAndNameTheItem() {
    var job = http.submit(composing(1, 3, 1));
    job.await("FAILED");
    var error = job.view().get("error");
    assertThat(error.get("type").asString()).isEqualTo("IllegalArgumentException");
    assertThat(error.get("message").asString()).contains("could not be folded", "a slope of 0");
    assertThat(error.get("index").asInt()).isZero();
    http.call("POST", job.path() + ":retry").send().expectProblem(409, "not-retryable");
  }

  @Test
  void aModeFoldsTheElementsOfEachItem() {
    var answer =
        http.call("POST", "/v1/jobs")
            .header("Prefer", "wait=20")
            .json(
                "{\"function\":\"gcd\",\"mode\":\"reduce\",\"input\":{\"items\":[[12,18,27],[5],[],7]}}")
            .send()
            .expect(200);
    assertThat(answer.json().get("results").toString()).isEqualTo("[3,5,null,null]");
  }

  /** Affine maps; one of them has slope 0. */
  private static String composing(int chunkSize, int count, int zero) {
    var items =
        IntStream.range(0, count)
            .mapToObj(i -> "[%d,%d]".formatted(i == zero ? 0 : i + 1, 7 * i))
            .collect(Collectors.joining(",", "[", "]"));
    return "{\"function\":\"identity\",\"chunkSize\":%d,\"input\":{\"items\":%s},\"reduce\":\"test.compose\"}"
        .formatted(chunkSize, items);
  }

  @Test
  void aHistogramHasBinsOfEqualWidth() {
    var job =
        http.submit(
            "{\"function\":\"identity\",\"input\":{\"range\":{\"stop\":101}},\"reduce\":{\"op\":\"histogram\",\"min\":0,\"max\":100,\"bins\":4}}");
    job.await("SUCCEEDED");
    assertThat(reduction(job).get("value").toString())
        .isEqualTo(
            "{\"bounds\":[0.0,25.0,50.0,75.0,100.0],\"counts\":[25,25,25,26],\"below\":0,\"above\":0}");
  }

  @Test
  void aJobWithoutReduceSaysSo() {
    var job = http.submit("{\"function\":\"square\",\"input\":{\"items\":[1]}}");
    http.get(job.path() + "/reduction").expectProblem(409, "results-not-stored");
  }

  /** Computed here a second time. */
  private static long inside(int seeds, int samples) {
    var seeding = new SplittableRandom(1);
    long inside = 0;
    for (int i = 0; i < seeds; i++) {
      var random = new SplittableRandom(seeding.nextLong());
      for (int j = 0; j < samples; j++) {
        double x = random.nextDouble();
        double y = random.nextDouble();
        inside += x * x + y * y <= 1 ? 1 : 0;
      }
    }
    return inside;
  }

  private JsonNode reduction(JobClient job) {
    return http.get(job.path() + "/reduction").expect(200).json();
  }
}
