package starmap.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StatisticsTest {

  @Test
  void percentilesAreAccurateTo19Percent() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    var times = random.doubles(10_000).map(x -> Math.exp(20 * x - 5)).toArray();
    var histogram = new TreeMap<Integer, Long>();
    for (double micros : times) {
      int bucket = (int) Math.floor(4 * Math.log(micros) / Math.log(2));
      histogram.merge(bucket, 1L, Long::sum);
    }
    Arrays.sort(times);
    var statistics = new Statistics(histogram, Duration.ZERO, List.of());
    for (double share : new double[] {0.01, 0.5, 0.9, 0.99, 1}) {
      double exact = times[(int) Math.ceil(share * times.length) - 1] / 1e6;
      assertThat(statistics.quantile(share))
          .as("%s, seed %d", share, seed)
          .isBetween(exact, exact * 1.1893);
    }
  }

  @Test
  void noPercentileIsAboveTheSlowestItemThatWasTimed() {
    var slowest = List.of(new SlowItem(7, Duration.ofMillis(1)));
    var statistics = new Statistics(Map.of(39, 10L), Duration.ZERO, slowest);
    assertThat(statistics.max()).isEqualTo(0.001);
    assertThat(statistics.quantile(0.5)).isEqualTo(0.001);
  }

  @Test
  void aSlowItemAmongQuickOnesIsTheLongest() {
    var slowest = List.of(new SlowItem(7, Duration.ofSeconds(2)));
    var statistics = new Statistics(Map.of(39, 10L), Duration.ZERO, slowest);
    assertThat(statistics.max()).isEqualTo(2);
    assertThat(statistics.quantile(0.99)).isCloseTo(0.001, within(0.00019));
  }
}
