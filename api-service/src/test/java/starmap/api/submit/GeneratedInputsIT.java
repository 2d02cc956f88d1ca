package starmap.api.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import starmap.api.testing.Http;
import starmap.api.testing.LocalApi;
import starmap.api.testing.LocalApiExtension;

@ExtendWith(LocalApiExtension.class)
class GeneratedInputsIT {
  private final Http http;

  GeneratedInputsIT(LocalApi api) {
    http = api.http();
  }

  @Test
  void aProductIsEveryCombination() {
    var job =
        http.submit(
            "{\"function\":\"power\",\"mode\":\"starmap\",\"input\":{\"product\":[[2, 3],{\"range\":{\"start\":1,\"stop\":4}}]}}");
    assertThat(job.values()).containsExactly("2", "4", "8", "3", "9", "27");
  }

  @Test
  void zipEndsWithTheShortestList() {
    var job =
        http.submit(
            "{\"function\":\"identity\",\"input\":{\"zip\":[[ \"a\\u0062\" ,null,{\"k\": 1}],{\"range\":{\"stop\":2}}]}}");
    assertThat(job.values()).containsExactly("[\"a\\u0062\",0]", "[null,1]");
  }

  @Test
  void aValueIsRepeatedByteForByte() {
    var job =
        http.submit(
            "{\"function\":\"identity\",\"input\":{\"repeat\":{\"value\":{ \"b\": 12345678901234567890.10 },\"times\":3}}}");
    assertThat(job.values())
        .containsExactly(
            "{ \"b\": 12345678901234567890.10 }",
            "{ \"b\": 12345678901234567890.10 }",
            "{ \"b\": 12345678901234567890.10 }");
  }

  @Test
  void aRepeatedNullIsAValue() {
    var job =
        http.submit(
            "{\"function\":\"identity\",\"input\":{\"repeat\":{\"value\":null,\"times\":2}}}");
    assertThat(job.values()).containsExactly("null", "null");
  }

  @Test
  void randomItemsAreTheSameWhateverTheChunkSize() {
    var random = new SplittableRandom(42);
    var expected = random.longs(100).mapToObj(Long::toString).toList();
    for (var size : new String[] {"1", "7", "\"auto\""}) {
      var job =
          http.submit(
              "{\"function\":\"identity\",\"chunkSize\":"
                  + size
                  + ",\"input\":{\"random\":{\"seed\":42,\"count\":100}}}");
      assertThat(job.values()).isEqualTo(expected);
    }
  }

  @Test
  void constantsAreArgumentsOfEveryItem() {
    var job =
        http.submit(
            "{\"function\":\"power\",\"constants\":{\"exponent\":3},\"input\":{\"items\":[1,2,10]}}");
    assertThat(job.values()).containsExactly("1", "8", "1000");
    job =
        http.submit(
            "{\"function\":\"power\",\"mode\":\"starmap\",\"constants\":{\"base\":2},\"input\":{\"items\":[[3],{\"exponent\":4}]}}");
    assertThat(job.values()).containsExactly("8", "16");
  }

  @Test
  void aConstantThatDoesNotFitIsAProblemAlsoWhereErrorsAreCollected() {
    var job =
        "{\"function\":\"power\",\"constants\":{\"exponent\":\"x\"},\"input\":{\"items\":[1]}}";
    var problem = http.post("/v1/jobs", job).expectProblem(422, "invalid-argument");
    assertThat(problem.at("/errors/0/pointer").asString()).isEqualTo("/constants/exponent");
    assertThat(problem.get("detail").asString())
        .isEqualTo("argument exponent: expected an integer, got a string");
  }

  @Test
  void callsMixFunctionsAndStayInOrder() {
    var job =
        http.submit(
            "{\"mode\":\"calls\",\"input\":{\"items\":[{\"function\":\"power\",\"args\":[2,10]},"
                + "{\"args\":[5],\"function\":\"square@1\"},{\"function\":\"power\",\"args\":{\"exponent\":2,\"base\":3}},"
                + "{\"function\":\"pi.bbp\",\"args\":[5]}]}}");
    assertThat(job.values()).containsExactly("1024", "25", "9", "\"3.14159\"");
  }

  @Test
  void piIsComputedAtSeveralPrecisionsAtOnce() {
    var job =
        http.submit(
            "{\"mode\":\"calls\",\"input\":{\"items\":["
                + IntStream.of(1, 10, 20, 50, 100)
                    .mapToObj("{\"function\":\"pi.bbp\",\"args\":[%d]}"::formatted)
                    .collect(Collectors.joining(","))
                + "]}}");
    var values = job.values();
    assertThat(values.get(0)).isEqualTo("\"3.1\"");
    assertThat(values.get(2)).isEqualTo("\"3.14159265358979323846\"");
    assertThat(values.get(4)).hasSize(104).startsWith(values.get(3).substring(0, 50));
  }

  @Test
  void aBadCallFailsAlone() {
    var job =
        http.submit(
            "{\"mode\":\"calls\",\"input\":{\"items\":[1,{\"function\":\"square\"},{\"function\":\"sqare\",\"args\":[1]},"
                + "{\"function\":\"square\",\"args\":[1,2]},{\"function\":\"square\",\"args\":[4]}]}}");
    job.await("PARTIAL");
    var lines = job.results("").lines();
    assertThat(lines.get(0)).contains("InvalidArgument", "expected a call such as");
    assertThat(lines.get(1)).contains("InvalidArgument");
    assertThat(lines.get(2)).contains("UnknownFunction", "sqare");
    assertThat(lines.get(3)).contains("InvalidArgument", "expected 1 argument, got more");
    assertThat(lines.get(4)).isEqualTo("{\"index\":4,\"value\":16}");
  }

  @Test
  void failedItemsOfAnyInputCanBePostedAgain() {
    var job =
        http.submit(
            "{\"function\":\"fail\",\"input\":{\"product\":[[\"a\", \"b\"]]},\"labels\":{}}");
    job.await("SUCCEEDED");
    job =
        http.submit(
            "{\"function\":\"fail\",\"input\":{\"repeat\":{\"value\":\"no\",\"times\":2}}}");
    job.await("PARTIAL");
    assertThat(http.get(job.path() + "/errors?as=input").expect(200).lines())
        .containsExactly("\"no\"", "\"no\"");
  }
}
