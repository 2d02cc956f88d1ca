package starmap.api.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import starmap.chunk.LedgerEntry;

class TimelineTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private final Timeline timeline = new Timeline(START);

  @Test
  void timeAtWorkLiesInTheBinsInWhichItWasSpent() {
    add("a", 0.0625, 0.125);
    add("a", 0.20, 0.01);
    var view = timeline.view();
    assertThat(view.secondsPerBin()).isEqualTo(0.0625);
    assertThat(view.bins()).isEqualTo(4);
    assertThat(view.workers().getFirst().busy())
        .containsExactly(new double[] {0, 0.063, 0.063, 0.01}, within(1e-9));
  }

  @Test
  void binsThatAreOutlastedBecomeTwiceAsWide() {
    add("a", 0, 0.05);
    add("b", 100, 20);
    var view = timeline.view();
    assertThat(view.secondsPerBin()).isEqualTo(0.5);
    assertThat(view.bins()).isEqualTo(240);
    assertThat(view.workers()).extracting(SummaryView.Line::worker).containsExactly("b", "a");
    assertThat(Arrays.stream(view.workers().getFirst().busy()).sum()).isEqualTo(20);
    assertThat(view.workers().getLast().busy()[0]).isEqualTo(0.05);
  }

  @Test
  void theBusiestWorkersHaveLinesAndTheOthersOneTogether() {
    for (int i = 0; i < 300; i++) {
      add("w%03d".formatted(i), i, i < 100 ? 1 + i / 1000.0 : 0.5);
    }
    var view = timeline.view();
    assertThat(view.workers()).hasSize(64);
    assertThat(view.workers().getFirst().worker()).isEqualTo("w099");
    assertThat(view.others()).isNotNull();
    assertThat(view.others().worker()).isNull();
    assertThat(view.others().chunks()).isEqualTo(300 - 64);
    assertThat(view.others().items()).isEqualTo(10 * (300 - 64));
  }

  @Test
  void whatBeganEarlierThanItCouldIsCountedFromTheBegin() {
    add("a", -0.01, 0.05);
    assertThat(Arrays.stream(timeline.view().workers().getFirst().busy()).sum())
        .isEqualTo(0.05, within(1e-9));
    assertThat(timeline.view().from()).isEqualTo(START);
  }

  private void add(String worker, double begin, double took) {
    timeline.add(
        new LedgerEntry(
            0,
            10,
            LedgerEntry.State.RECORDED,
            worker,
            1,
            1,
            START.plusNanos((long) (begin * 1e9)),
            Duration.ofNanos((long) (took * 1e9))));
  }
}
