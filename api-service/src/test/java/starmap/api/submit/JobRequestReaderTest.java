package starmap.api.submit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.util.unit.DataSize;
import starmap.api.limits.ApiProperties;
import starmap.api.problem.ProblemException;
import starmap.job.Mode;
import starmap.job.OnError;

class JobRequestReaderTest {
  private static final ApiProperties LIMITS =
      new ApiProperties(
          DataSize.ofMegabytes(32),
          100,
          Duration.ofSeconds(60),
          Duration.ofDays(1),
          Duration.ofDays(30),
          65_536,
          32,
          Duration.ZERO);

  @Test
  void itemsMayStandBeforeOrBehindTheOptions() throws IOException {
    var options = "\"function\":\"power\",\"mode\":\"starmap\",\"chunkSize\":2";
    var items = "\"input\":{\"items\":[[1,2],[3,4]]}";
    for (var body : List.of("{" + options + "," + items + "}", "{" + items + "," + options + "}")) {
      var parsed = read(body);
      assertThat(parsed.request().function()).isEqualTo("power");
      assertThat(parsed.request().mode()).isEqualTo(Mode.STARMAP);
      assertThat(parsed.request().chunkSize()).isEqualTo(2);
      assertThat(parsed.blocks()).hasSize(1);
      assertThat(new String(parsed.blocks().getFirst().items(), UTF_8)).isEqualTo("[[1,2],[3,4]]");
    }
  }

  @Test
  void everyOptionIsRead() throws IOException {
    var request =
        read("""
            {"function": "square", "input": {"range": {"start": -1, "stop": 5, "step": 2}},
             "chunkSize": "auto", "onError": "fail", "store": false, "ttl": "PT1H", "labels": {"é": "ü"}}
            """)
            .request();
    assertThat(request.input().range()).isEqualTo(new JobRequest.Range(-1L, 5L, 2L));
    assertThat(request.onError()).isEqualTo(OnError.FAIL);
    assertThat(request.store()).isFalse();
    assertThat(request.ttl()).isEqualTo(Duration.ofHours(1));
    assertThat(request.labels()).containsEntry("é", "ü");
  }

  @Test
  void blocksEndWhereChunksEndIfTheSizeComesFirst() throws IOException {
    var items = IntStream.range(0, 50_000).boxed().toList();
    var parsed = read("{\"chunkSize\":7,\"input\":{\"items\":" + items + "}}");
    assertThat(parsed.blocks()).hasSizeGreaterThan(1);
    assertThat(parsed.blocks().getFirst().count() % 7).isZero();
    assertThat(parsed.blocks().stream().mapToInt(block -> block.count()).sum()).isEqualTo(50_000);
  }

  @Test
  void itemsElsewhereAreNoInput() {
    assertThatThrownBy(() -> read("{\"items\":[1]}"))
        .hasMessageContaining("unknown option 'items'");
  }

  @ParameterizedTest
  @CsvSource({
    "chunksize,chunkSize",
    "onerror,onError",
    "lables,labels",
    "fucntion,function",
    "mod,mode"
  })
  void anUnknownNameGetsTheNearestOne(String given, String meant) {
    assertThatThrownBy(() -> read("{\"" + given + "\":1}"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("did you mean '" + meant + "'?");
  }

  @Test
  void aNameFarFromAllGetsTheList() {
    assertThatThrownBy(() -> read("{\"zzzzzzzz\":1}"))
        .hasMessageContaining("known are: chunkSize, constants, function, input");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"store\":true,\"store\":true}",
        "{\"labels\":{\"a\":\"1\",\"a\":\"2\"}}",
        "{\"input\":{\"range\":{\"stop\":1}},\"input\":{\"range\":{\"stop\":2}}}"
      })
  void aNameGivenTwiceIsRefused(String body) {
    assertThatThrownBy(() -> read(body))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("uplicate");
  }

  @Test
  void itemsGivenTwiceAreRefused() {
    assertThatThrownBy(() -> read("{\"input\":{\"items\":[1],\"items\":[2]}}"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("uplicate");
    assertThatThrownBy(() -> read("{\"input\":{\"items\":[1]},\"input\":{\"items\":[2]}}"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("uplicate");
  }

  private static JobRequestReader.Parsed read(String body) throws IOException {
    var request = new MockHttpServletRequest();
    request.setContent(body.getBytes(UTF_8));
    var input = Body.of(request, LIMITS, false);
    var reader = new JobRequestReader(input);
    return input.read(reader, reader);
  }
}
