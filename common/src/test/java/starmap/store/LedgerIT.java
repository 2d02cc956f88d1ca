package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import starmap.chunk.LedgerEntry;
import starmap.chunk.LedgerEntry.State;
import starmap.chunk.Part;
import starmap.job.JobId;
import starmap.job.ResultStorage;

/** Who computed what, and when. */
class LedgerIT {
  private static final Duration BUSY = Duration.ofMillis(300);

  @RegisterExtension final Redis redis = new Redis();
  private final Scene scene = new Scene(redis);

  @Test
  void eachChunkIsToldWhereverItIs() {
    var id = scene.submit(JobPlan.range(8).chunksOf(2));
    var first = scene.claimOne("w7");
    redis.clock().advance(Duration.ofSeconds(1));
    scene.settle(Scene.settlement(first, BUSY, Parts.mixed(0, 2, 1L)));
    scene.claimOne("w8");
    scene.settle(scene.claimOne("w9"), new Part.Delayed(2, Duration.ofHours(1)));

    assertThat(scene.store().ledger(id).recorded(0))
        .containsExactly(
            new LedgerEntry(0, 2, State.RECORDED, "w7", 1, 1, now().minus(BUSY), BUSY));
    assertThat(scene.store().ledger(id).outstanding())
        .containsExactly(
            new LedgerEntry(2, 2, State.LEASED, "w8", 1, 0, null, null),
            new LedgerEntry(4, 2, State.DELAYED, "", 1, 0, null, null),
            new LedgerEntry(6, 2, State.READY, "", 0, 0, null, null));
  }

  @Test
  void timeIsSharedByThePartsThatWereComputedInIt() {
    var id = scene.submit(JobPlan.range(4).chunksOf(4));
    var chunk = scene.claimOne();
    redis.clock().advance(Duration.ofSeconds(9));
    scene.settle(
        Scene.settlement(
            chunk, BUSY, Parts.squares(0, 1), new Part.Returned(1), Parts.squares(2, 2)));

    assertThat(scene.store().ledger(id).recorded(0))
        .extracting(LedgerEntry::took)
        .containsExactly(Duration.ofMillis(100), Duration.ofMillis(200));
  }

  @Test
  void aLateResultIsThatOfWhoSentIt() {
    var id = scene.submit(JobPlan.range(1));
    var late = scene.claimOne("w1");
    scene.expire();
    scene.claimOne("w2");
    scene.record(late);

    assertThat(scene.store().ledger(id).recorded(0))
        .extracting(LedgerEntry::worker, LedgerEntry::attempts)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("w1", 2));
  }

  @Test
  void anItemThatWasGivenUpIsToldToo() {
    var id = scene.submit(JobPlan.range(1));
    scene.sweep();
    for (int i = 0; i < 3; i++) {
      var chunk = scene.claimOne("w" + i);
      scene.extend(chunk, 0);
      scene.heartbeat("w" + i, 1);
      scene.expire();
    }
    assertThat(scene.store().ledger(id).recorded(0))
        .containsExactly(new LedgerEntry(0, 1, State.RECORDED, "w2", 3, 1, now(), Duration.ZERO));
  }

  @Test
  void aRetryKeepsWhatIsToldOfTheValuesThatStay() {
    var id = scene.submit(JobPlan.range(3).chunksOf(3));
    redis.clock().advance(Duration.ofSeconds(1));
    scene.settle(Scene.settlement(scene.claimOne("w3"), BUSY, Parts.mixed(0, 3, 1L)));
    scene.store().retry(id);
    var begun = now().minus(BUSY);

    assertThat(scene.store().ledger(id).recorded(0))
        .containsExactly(
            new LedgerEntry(0, 1, State.RECORDED, "w3", 1, 0, begun, BUSY.dividedBy(3)),
            new LedgerEntry(2, 1, State.RECORDED, "w3", 1, 0, begun, BUSY.dividedBy(3)));
  }

  @Test
  void aLongLogIsReadInPages() {
    var id = scene.submit(JobPlan.range(2_500).chunksOf(1));
    scene.drain();
    var ledger = scene.store().ledger(id);
    var starts = LongStream.builder();
    long at = 0;
    for (var page = ledger.recorded(0); !page.isEmpty(); page = ledger.recorded(at)) {
      assertThat(page.size()).isLessThanOrEqualTo(Ledger.PAGE);
      page.forEach(entry -> starts.add(entry.start()));
      at += page.size();
    }
    assertThat(starts.build().sorted().toArray()).isEqualTo(LongStream.range(0, 2_500).toArray());
  }

  @Test
  void aReaderThatComesAgainReadsOnUntilARetryTurnsTheLog() {
    var id = scene.submit(JobPlan.range(6).chunksOf(2));
    scene.record(scene.claimOne());
    var ledger = scene.store().ledger(id);
    var first = ledger.stretch(0);
    assertThat(first.entries()).extracting(LedgerEntry::start).containsExactly(0L);
    scene.record(scene.claimOne());
    scene.settle(scene.claimOne(), Parts.mixed(4, 2, 4L));

    var second = ledger.stretch(1);
    assertThat(second.entries()).extracting(LedgerEntry::start).containsExactly(2L, 4L);
    assertThat(second.incarnation()).isEqualTo(first.incarnation());

    scene.store().retry(id);
    assertThat(ledger.stretch(3).incarnation()).isNotEqualTo(first.incarnation());
    scene.drain();
    assertThat(ledger.stretch(0).entries())
        .extracting(LedgerEntry::start)
        .containsExactlyInAnyOrder(0L, 2L, 4L, 5L);
  }

  @Test
  void aJobThatKeepsNothingShowsWhatIsOutstanding() {
    var id = scene.submit(JobPlan.range(3).chunksOf(1).stored(ResultStorage.NONE));
    scene.record(scene.claimOne());
    assertThat(scene.store().ledger(id).recorded(0)).isEmpty();
    assertThat(scene.store().ledger(id).outstanding()).hasSize(2);
    assertThat(scene.store().ledger(JobId.random()).outstanding()).isEmpty();
  }

  private Instant now() {
    return Instant.ofEpochMilli(redis.clock().millis());
  }
}
