package starmap.api.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import starmap.api.testing.Http;
import starmap.api.testing.LocalApi;
import starmap.api.testing.LocalApiExtension;

@ExtendWith(LocalApiExtension.class)
class InputCheckIT {
  private final Http http;

  InputCheckIT(LocalApi api) {
    http = api.http();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '`',
      textBlock =
          """
          /v1/map/square        => [1,2,"x"]            => /2   => wrong-type       => item 2: argument x: expected a number, got a string
          /v1/starmap/power     => [[2,3],[2,"x"]]      => /1/1 => wrong-type       => item 1: argument exponent: expected an integer, got a string
          /v1/map/power         => [[2,2147483648]]     => /0/1 => out-of-range     => item 0: argument exponent: expected 2147483647 or less, got a larger number
          /v1/starmap/power     => [{"base":2}]         => /0   => missing-argument => item 0: argument exponent is missing, expected [base, exponent]
          /v1/starmap/power     => [{"base":2,"e":1}]   => /0/e => unknown-argument => item 0: there is no argument e, expected [base, exponent]
          /v1/starmap/power?chunksize=1 => [[1,1],[1]]  => /1   => wrong-count      => item 1: expected 2 arguments [base, exponent], got 1
          """)
  void aWrongItemOfADirectCallIsAProblem(
      String path, String body, String pointer, String code, String message) {
    var problem = http.post(path, body).expectProblem(422, "invalid-argument");
    assertThat(problem.at("/errors/0/pointer").asString()).isEqualTo(pointer);
    assertThat(problem.at("/errors/0/code").asString()).isEqualTo(code);
    assertThat(problem.at("/errors/0/message").asString()).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '`',
      textBlock =
          """
          "function":"square","input":{"items":[1,null]}                                   => /input/items/1
          "function":"pi.bbp","input":{"range":{"start":2147483640,"stop":2147483700}}      => /input/range
          "function":"upper","input":{"repeat":{"value":5,"times":3}}                       => /input/repeat/value
          "function":"power","mode":"starmap","input":{"product":[[1,2],[3,"x",5]]}         => /input/product/1/1
          "function":"power","mode":"starmap","input":{"product":[[1,2],[3],[4]]}           => /input/product
          "function":"power","mode":"starmap","input":{"zip":[["a",2],{"range":{"stop":9}}]} => /input/zip/0/0
          "function":"power","constants":{"base":2},"input":{"items":[1,"x"]}               => /input/items/1
          "function":"power","constants":{"base":"x"},"input":{"items":[1]}                 => /constants/base
          """)
  void aWrongInputOfAJobIsAProblem(String job, String pointer) {
    var problem =
        http.post("/v1/jobs", "{\"onError\":\"fail\"," + job + "}")
            .expectProblem(422, "invalid-argument");
    assertThat(problem.at("/errors/0/pointer").asString()).isEqualTo(pointer);
    assertThat(problem.get("errors").size()).isEqualTo(1);
  }

  @Test
  void aWrongApplyPointsToTheBodyItself() {
    var problem = http.post("/v1/apply/square", "\"x\"").expectProblem(422, "invalid-argument");
    assertThat(problem.at("/errors/0/pointer").asString()).isEmpty();
  }

  @Test
  void elementsOfAZipThatAreNotUsedMayBeAnything() {
    var job = "{\"onError\":\"fail\",\"function\":\"power\",\"mode\":\"starmap\",";
    http.post("/v1/jobs", job + "\"input\":{\"zip\":[[1,\"x\"],[2]]}}").expect(202);
  }

  @Test
  void noMoreThanTwentyErrorsAreTold() {
    var body =
        IntStream.range(0, 100).mapToObj(_ -> "\"x\"").collect(Collectors.joining(",", "[", "]"));
    var problem = http.post("/v1/map/square", body).expectProblem(422, "invalid-argument");
    assertThat(problem.get("errors").size()).isEqualTo(20);
  }

  @Test
  void whoCollectsErrorsGetsThem() {
    var answer = http.post("/v1/map/square?onError=collect", "[2,\"x\"]").expect(200);
    assertThat(answer.text()).startsWith("{\"values\":[4,null],\"failed\":1");
    var job = "{\"function\":\"square\",\"input\":{\"items\":[2,\"x\"]}}";
    var ended = http.call("POST", "/v1/jobs").header("Prefer", "wait=20").json(job).send();
    assertThat(ended.expect(200).json().get("state").asString()).isEqualTo("PARTIAL");
  }

  @Test
  void aLongBodyIsNotReadTwice() {
    var body =
        IntStream.range(0, 30_000).mapToObj(Integer::toString).collect(Collectors.joining(","));
    var job = "{\"onError\":\"fail\",\"function\":\"square\",\"input\":{\"items\":[";
    http.post("/v1/jobs", job + body + ",\"x\"]}}").expect(202);
  }
}
