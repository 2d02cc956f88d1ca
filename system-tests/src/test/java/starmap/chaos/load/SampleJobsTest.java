package starmap.chaos.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SampleJobsTest {
  @Test
  void sameSeedGivesTheSameJobsAndAnotherSeedOthers() {
    assertThat(SampleJobs.of(7, 50, 10_000, 1_000)).isEqualTo(SampleJobs.of(7, 50, 10_000, 1_000));
    assertThat(SampleJobs.of(8, 50, 10_000, 1_000))
        .isNotEqualTo(SampleJobs.of(7, 50, 10_000, 1_000));
  }

  @Test
  void totalsAddUpAndEveryFunctionIsThere() {
    for (int count = 1; count < 300; count += 13) {
      var jobs = SampleJobs.of(count, count, 100_000, 4_000);
      assertThat(jobs).hasSize(count);
      assertThat(jobs.stream().mapToLong(SampleJob::total).sum()).isEqualTo(100_000);
    }
    assertThat(
            SampleJobs.of(1, 200, 1_000_000, 4_000).stream()
                .map(SampleJob::computation)
                .collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(Computation.values());
  }

  @Test
  void valuesAreWhatTheFunctionsGive() {
    assertThat(Computation.SQUARE.value("-12")).isEqualTo("144");
    assertThat(Computation.CUBE.value("-10000000")).isEqualTo("-1000000000000000000000");
    assertThat(Computation.POWER.value("[-2,3]")).isEqualTo("-8");
    assertThat(Computation.POWER.value("{\"base\":10,\"exponent\":20}"))
        .isEqualTo("100000000000000000000");
    assertThat(Computation.SLEEP.value("0.020")).isEqualTo("0.02");
    assertThat(Computation.SHA256.value("\"abc\""))
        .isEqualTo("\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"");
  }
}
