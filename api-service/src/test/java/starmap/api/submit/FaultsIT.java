package starmap.api.submit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import starmap.api.testing.Http;
import starmap.api.testing.LocalApi;
import starmap.api.testing.LocalApiExtension;

/** Items that fail or take too long, as a client sees them. */
@ExtendWith(LocalApiExtension.class)
class FaultsIT {
  private final Http http;

  FaultsIT(LocalApi api) {
    http = api.http();
  }

  @Test
  void failedItemsAreTriedAgainAsOftenAsAskedFor() {
    var job =
        http.submit(
                """
                {"function":"fail","input":{"items":[1,"a",3]},
                 "retry":{"maxAttempts":3,"initial":"PT0.01S","max":"PT0.02S"}}""")
            .await("PARTIAL");

    assertThat(job.view().at("/error/attempts").asInt()).isEqualTo(3);
    assertThat(job.view().at("/counts/retried").asInt()).isEqualTo(2);
    assertThat(job.results("only=failed").text()).contains("\"attempts\":3");
  }

  @Test
  void itemThatTakesTooLongFails() {
    var job =
        http.submit(
                """
                {"function":"sleep","input":{"items":[0,3600,0]},"timeout":{"item":"PT0.1S"}}""")
            .await("PARTIAL");

    assertThat(job.results("only=failed").text())
        .contains("\"index\":1", "TimedOut", "longer than PT0.1S");
  }

  @Test
  void jobThatTakesTooLongExpires() {
    http.submit(
            """
            {"function":"sleep","input":{"items":[3600,3600]},"timeout":{"job":"PT0.5S"}}""")
        .await("EXPIRED");
  }

  @Test
  void jobFailsWhenMoreItemsFailThanTolerated() {
    var within =
        "{\"function\":\"fail\",\"input\":{\"items\":[1,\"a\",3]},\"tolerate\":{\"count\":%d}}";

    http.submit(within.formatted(1)).await("PARTIAL");
    http.submit(within.formatted(0)).await("FAILED");
  }
}
