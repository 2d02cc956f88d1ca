package starmap.api.submit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import starmap.api.problem.ProblemException;
import starmap.job.NewJob;
import starmap.job.Retry;
import starmap.job.Tolerance;

class FaultOptionsTest {
  @Test
  void nothingIsRetriedLimitedOrTimedByDefault() {
    var request = request("");

    assertThat(FaultOptions.retry(request.retry())).isNull();
    assertThat(FaultOptions.itemTimeout(request.timeout())).isNull();
    assertThat(FaultOptions.limits(request)).isEqualTo(NewJob.Limits.NONE);
  }

  @Test
  void everythingIsReadAndWhatIsLeftOutHasADefault() {
    var request =
        request(
            """
            "retry":{"maxAttempts":5,"initial":"PT1S"},
            "timeout":{"item":"PT30S","job":"PT2H"},
            "tolerate":{"percent":0.5}
            """);

    assertThat(FaultOptions.retry(request.retry()))
        .isEqualTo(new Retry(5, Duration.ofSeconds(1), Duration.ofSeconds(30), 0.2));
    assertThat(FaultOptions.itemTimeout(request.timeout())).isEqualTo(Duration.ofSeconds(30));
    assertThat(FaultOptions.limits(request))
        .isEqualTo(new NewJob.Limits(new Tolerance(Long.MAX_VALUE, 0.5), Duration.ofHours(2)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/retry/maxAttempts|{\"retry\":{\"maxAttempts\":0}}",
        "/retry/maxAttempts|{\"retry\":{\"maxAttempts\":101}}",
        "/retry/initial|{\"retry\":{\"initial\":\"PT0S\"}}",
        "/retry/max|{\"retry\":{\"initial\":\"PT2S\",\"max\":\"PT1S\"}}",
        "/retry/jitter|{\"retry\":{\"jitter\":1.5}}",
        "/timeout/item|{\"timeout\":{\"item\":\"-PT1S\"}}",
        "/timeout/job|{\"timeout\":{\"job\":\"P40D\"}}",
        "/tolerate/count|{\"tolerate\":{\"count\":-1}}",
        "/tolerate/percent|{\"tolerate\":{\"percent\":101}}",
        "/tolerate|{\"onError\":\"fail\",\"tolerate\":{\"count\":1}}",
      })
  void whatIsOutOfBoundsIsNamed(String pointer, String json) {
    var request = JobOptions.parse(json.getBytes(UTF_8), JobRequest.class);

    assertThatThrownBy(
            () -> {
              var _ = FaultOptions.retry(request.retry());
              var _ = FaultOptions.itemTimeout(request.timeout());
              var _ = FaultOptions.limits(request);
            })
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(pointer.substring(pointer.lastIndexOf('/') + 1));
  }

  private static JobRequest request(String options) {
    return JobOptions.parse(("{" + options.strip() + "}").getBytes(UTF_8), JobRequest.class);
  }
}
