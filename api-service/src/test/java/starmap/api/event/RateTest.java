package starmap.api.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import starmap.job.JobState;

class RateTest {
  private final Rate rate = new Rate();
  private long now = 1_000_000;
  private double done;

  @Test
  void theRateIsThatOfTheLastSecondsAndNotSinceTheBegin() {
    run(60, 1_000);
    assertThat(run(10, 50)).isEqualTo(50);
  }

  @Test
  void whereFewItemsEndTheRateIsThatOfTheLastMinute() {
    assertThat(run(120, 0.1)).isBetween(0.08, 0.12);
  }

  @Test
  void thereIsNoRateAtFirst() {
    assertThat(rate.note(Watched.job(10), now)).isEmpty();
  }

  @Test
  void aJobThatGoesOnIsMeasuredFromThere() {
    run(60, 1_000);
    rate.note(Watched.job(JobState.QUEUED, (long) done, java.util.List.of()), now);
    now += 40_000;
    assertThat(rate.note(Watched.job((long) done), now)).isEmpty();
    assertThat(run(1, 100)).isEqualTo(100);
  }

  @Test
  void failedItemsThatAreComputedAgainDoNotMakeItNegative() {
    run(10, 1_000);
    done -= 5_000;
    assertThat(rate.note(Watched.job((long) done), now)).isEmpty();
  }

  private double run(int seconds, double perSecond) {
    double last = -1;
    for (int i = 0; i < 4 * seconds; i++) {
      now += 250;
      done += perSecond / 4;
      last = rate.note(Watched.job((long) done), now).orElse(-1);
    }
    return last;
  }
}
