package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {
  @ParameterizedTest
  @CsvSource({"0, 1000", "100, 1000", "250, 2500", "10000, 100000", "20000, 100000"})
  void thousandsOfWorkersTogetherLookHardlyMoreOftenThanAHundred(int workers, long millis) {
    var pace = new Pace();
    pace.note(workers);

    assertThat(pace.of(Duration.ofSeconds(1))).hasMillis(millis);
  }
}
