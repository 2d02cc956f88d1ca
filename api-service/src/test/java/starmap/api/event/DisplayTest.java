package starmap.api.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import starmap.api.job.JobView;
import starmap.api.testing.EventReader;
import starmap.job.Job;
import starmap.job.JobState;
import starmap.job.Transition;
import tools.jackson.databind.json.JsonMapper;

/** What a client is sent, without one. */
class DisplayTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final BarDisplay bar = new BarDisplay(out);
  private Instant now = Watched.START.plusSeconds(10);

  @Test
  void stateChangesBetweenTwoLooksAreAllTold() throws Exception {
    var display = events(0);
    show(display, Watched.job(JobState.QUEUED, 0, changes(1, 1)));
    show(display, Watched.job(JobState.RUNNING, 5, changes(1, 4)));
    show(display, Watched.job(JobState.RUNNING, 5, changes(1, 4)));
    assertThat(events())
        .containsExactly("progress 0", "state 1", "progress 1", "state 2", "state 3", "state 4");
  }

  @Test
  void oldChangesThatAreNotKnownAnyMoreDoNotShiftTheOthers() throws Exception {
    show(events(60), Watched.job(JobState.RUNNING, 5, changes(58, 62)));
    assertThat(events()).containsExactly("progress 60", "state 61", "state 62");
  }

  @Test
  void anotherJobUnderTheSameIdIsToldFromItsBegin() throws Exception {
    show(events(9), Watched.job(JobState.RUNNING, 5, changes(1, 2)));
    assertThat(events()).containsExactly("progress 0", "state 1", "state 2");
  }

  @Test
  void progressHasThePresentRate() throws Exception {
    events(0).show(Watched.job(500_000), OptionalDouble.of(1_000), now);
    var progress = reader().next().data().get("progress");
    assertThat(progress.get("itemsPerSecond").asDouble()).isEqualTo(1_000);
    assertThat(progress.get("etaSeconds").asLong()).isEqualTo(500);
  }

  @Test
  void aConnectionOnWhichNothingHappensIsKeptAlive() throws Exception {
    var display = events(0);
    for (int i = 0; i < 60; i++) {
      show(display, Watched.job(1));
      now = now.plus(Duration.ofMillis(500));
    }
    assertThat(events()).containsExactly("progress 0");
    assertThat(text().split(": the job is watched\n\n", -1)).hasSize(2);
  }

  @Test
  void aBarShowsHowFarAndHowFast() throws Exception {
    bar.show(Watched.job(250_000), OptionalDouble.of(81_234.5), now);
    assertThat(text())
        .isEqualTo(
            "\r 25.0% [######..................] 250000/1000000  81235/s  ETA 0:10  failed 0");
  }

  @Test
  void aShorterLineCoversTheLongerOneAndNothingIsDrawnTwice() throws Exception {
    bar.show(Watched.job(0), OptionalDouble.of(0.5), now);
    bar.show(Watched.job(999_999), OptionalDouble.of(0), now);
    int drawn = out.size();
    bar.show(Watched.job(999_999), OptionalDouble.of(0), now);
    assertThat(out.size()).isEqualTo(drawn);
    var lines = text().split("\r", -1);
    assertThat(lines[1]).contains("0.5/s  ETA 555:33:20");
    assertThat(lines[2]).hasSameSizeAs(lines[1]).endsWith(" ").contains(" 99.9% ");
  }

  @Test
  void noBarIsLongerThanATerminalIsWide() throws Exception {
    var many = Watched.job(JobState.QUEUED, 123_456_789_012L, 999_999_999_999L, true, List.of());
    bar.show(many, OptionalDouble.of(123_456), now);
    assertThat(text().length()).isLessThanOrEqualTo(90);
    assertThat(text()).contains("[.....] ");
  }

  @Test
  void anUploadThatGoesOnHasCountsAndNoPercent() throws Exception {
    bar.show(Watched.job(JobState.ACCEPTING, 20, 50, false, List.of()), OptionalDouble.of(10), now);
    assertThat(text()).isEqualTo("\r20 of 50 so far  10/s  failed 0  ACCEPTING");
  }

  @Test
  void theLastLineStaysInTheTerminal() throws Exception {
    bar.show(Watched.job(400_000), OptionalDouble.of(10_000), now);
    bar.show(Watched.job(JobState.CANCELLED, 500_000, changes(1, 3)), OptionalDouble.empty(), now);
    assertThat(text())
        .endsWith(
            "\r 50.0% [#######........] 500000/1000000  5000/s  took 1:40  failed 0  CANCELLED\n");
  }

  private EventDisplay events(long seen) {
    return new EventDisplay(out, JSON, job -> JobView.of(job, now), seen);
  }

  private void show(Display display, Job job) throws Exception {
    display.show(job, OptionalDouble.empty(), now);
  }

  private static List<Transition> changes(int from, int to) {
    var changes = new ArrayList<Transition>();
    for (int i = from; i <= to; i++) {
      changes.add(Watched.change(i, i % 2 == 0 ? JobState.RUNNING : JobState.QUEUED));
    }
    return changes;
  }

  private List<String> events() {
    return reader().until("").stream().map(event -> event.name() + " " + event.id()).toList();
  }

  private EventReader reader() {
    return new EventReader(new ByteArrayInputStream(out.toByteArray()));
  }

  private String text() {
    return out.toString(UTF_8);
  }
}
