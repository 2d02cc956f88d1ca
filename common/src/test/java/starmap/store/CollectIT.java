package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import starmap.chunk.Part;
import starmap.chunk.Segment;
import starmap.job.JobId;
import starmap.job.JobState;
import starmap.job.NewJob;
import starmap.job.ResultStorage;
import starmap.store.JobResults.Collect;
import starmap.store.JobResults.Collected;
import starmap.store.JobResults.Entry;
import starmap.store.JobResults.Order;
import starmap.wire.SegmentWriter;

class CollectIT {
  private static final int MOST = 1 << 20;

  @RegisterExtension final Redis redis = new Redis();
  private final Scene scene = new Scene(redis);

  @Test
  void inputOrderStopsAtTheFirstGap() {
    var id = scene.submit(JobPlan.range(4).chunksOf(1));
    var chunks = scene.claim(4);
    scene.record(chunks.get(3));
    scene.record(chunks.get(0));
    assertThat(starts(collect(id, Order.INPUT, 0))).containsExactly(0L);
    assertThat(starts(collect(id, Order.INPUT, 1))).isEmpty();

    scene.record(chunks.get(1));
    scene.record(chunks.get(2));

    assertThat(starts(collect(id, Order.INPUT, 1))).containsExactly(1L, 2L, 3L);
  }

  @Test
  void completionOrderIsThatOfRecording() {
    var id = scene.submit(JobPlan.range(4).chunksOf(1));
    var chunks = scene.claim(4);
    scene.record(chunks.get(3));
    scene.record(chunks.get(1));
    assertThat(starts(collect(id, Order.COMPLETION, 0))).containsExactly(3L, 1L);

    scene.record(chunks.get(0));

    assertThat(starts(collect(id, Order.COMPLETION, 2))).containsExactly(0L);
    assertThat(starts(collect(id, Order.COMPLETION, 3))).isEmpty();
  }

  @Test
  void indexInsideASegmentGivesThatSegment() {
    var id = scene.submit(JobPlan.range(10).chunksOf(4));
    scene.drain();

    assertThat(starts(collect(id, Order.INPUT, 5))).containsExactly(4L, 8L);
    assertThat(starts(collect(id, Order.INPUT, 10))).isEmpty();
    assertThat(starts(collect(id, Order.INPUT, 99))).isEmpty();
  }

  @Test
  void manySmallSegmentsAreReadInSeveralCallsSoThatNobodyWaitsLong() {
    var id = scene.submit(JobPlan.range(1000).chunksOf(1).stored(ResultStorage.UNTIL_READ));
    scene.drain();
    assertThat(starts(collect(id, Order.COMPLETION, 0))).hasSize(512);

    var first = starts(collect(id, Order.INPUT, 0));
    var rest = redis.store().collect(ask(id, Order.INPUT, 512, MOST, first)).orElseThrow();

    assertThat(first).isEqualTo(LongStream.range(0, 512).boxed().toList());
    assertThat(starts(rest)).isEqualTo(LongStream.range(512, 1000).boxed().toList());
    assertThat(redis.raw().hlen(Keys.SINGLE.results(id))).isEqualTo(488);
  }

  @Test
  void answerTellsTheStateAndTheCounts() {
    var id = scene.submit(JobPlan.range(4).chunksOf(2));
    scene.record(scene.claimOne());
    scene.settle(scene.claimOne(), Parts.squares(2, 1), Parts.failures(3, 1, "Boom"));

    var collected = collect(id, Order.INPUT, 0);

    assertThat(collected.state()).isEqualTo(JobState.PARTIAL);
    assertThat(collected.total()).isEqualTo(4);
    assertThat(collected.succeeded()).isEqualTo(3);
    assertThat(collected.failed()).isEqualTo(1);
  }

  @Test
  void totalIsUnknownDuringTheUpload() {
    var id = scene.upload(JobPlan.upload(), 5);

    assertThat(collect(id, Order.INPUT, 0).total()).isEqualTo(NewJob.UNKNOWN);
    assertThat(collect(id, Order.INPUT, 0).entries()).isEmpty();
  }

  @Test
  void unknownJobIsEmpty() {
    assertThat(redis.store().collect(ask(JobId.random(), Order.INPUT, 0, MOST, List.of())))
        .isEmpty();
  }

  @Test
  void answerStopsBehindTheBytesAskedFor() {
    var id = scene.submit(JobPlan.range(4).chunksOf(1));
    scene.drain();

    assertThat(redis.store().collect(ask(id, Order.INPUT, 0, 1, List.of())).orElseThrow().entries())
        .hasSize(1);
    assertThat(
            redis.store().collect(ask(id, Order.INPUT, 0, 60, List.of())).orElseThrow().entries())
        .hasSizeBetween(2, 3);
  }

  @Test
  void resultsThatAreNotKeptAreOnlyCounted() {
    var id = scene.submit(JobPlan.range(4).chunksOf(1).stored(ResultStorage.NONE));
    scene.drain();

    assertThat(collect(id, Order.INPUT, 0).succeeded()).isEqualTo(4);
    assertThat(collect(id, Order.INPUT, 0).entries()).isEmpty();
    assertThat(collect(id, Order.COMPLETION, 0).entries()).isEmpty();
  }

  @Test
  void readSegmentsAreDroppedAndNotReadAgain() {
    var id = scene.submit(JobPlan.range(4).chunksOf(2).stored(ResultStorage.UNTIL_READ));
    scene.drain();
    assertThat(starts(collect(id, Order.INPUT, 0))).containsExactly(0L, 2L);

    var ask = ask(id, Order.INPUT, 2, MOST, List.of(0L));
    assertThat(starts(redis.store().collect(ask).orElseThrow())).containsExactly(2L);
    assertThat(starts(redis.store().collect(ask).orElseThrow())).containsExactly(2L);

    assertThat(collect(id, Order.INPUT, 0).entries()).isEmpty();
    assertThat(redis.raw().hkeys(Keys.SINGLE.results(id))).containsExactly("2");
  }

  @Test
  void droppingWhatCameEarlyDoesNotHideHowFarTheResultsAreContiguous() {
    var id = scene.submit(JobPlan.range(4).chunksOf(1).stored(ResultStorage.UNTIL_READ));
    var chunks = scene.claim(4);
    scene.record(chunks.get(2));
    redis.store().collect(ask(id, Order.COMPLETION, 1, MOST, List.of(2L)));

    scene.record(chunks.get(0));
    scene.record(chunks.get(1));
    assertThat(scene.find(id).counts().contiguousUntil()).isEqualTo(3);
    scene.record(chunks.get(3));

    assertThat(scene.find(id).counts().contiguousUntil()).isEqualTo(4);
  }

  @Test
  void unreadResultsHoldDispatchBackUntilTheyAreRead() {
    var id = scene.submit(JobPlan.range(1_000).chunksOf(1).stored(ResultStorage.UNTIL_READ));
    for (int i = 0; i < 4; i++) {
      var chunk = scene.claimOne();
      scene.settle(chunk, new Part.Recorded(large(), null));
    }
    var rest = scene.claim(100);
    assertThat(rest).hasSize(15);
    rest.forEach(scene::record);
    assertThat(scene.claim(1)).isEmpty();
    redis.check();

    redis.store().collect(ask(id, Order.INPUT, 1, 1, List.of(0L)));

    assertThat(scene.claim(100)).hasSize(16);
  }

  private static Segment large() {
    var writer = new SegmentWriter();
    var value = new byte[8 << 20];
    var random = new java.util.Random(1);
    for (int i = 0; i < value.length; i++) {
      value[i] = (byte) random.nextInt(128); // not worth packing
    }
    writer.value(value);
    return writer.finish();
  }

  private Collected collect(JobId id, Order order, long from) {
    return redis.store().collect(ask(id, order, from, MOST, List.of())).orElseThrow();
  }

  private static Collect ask(JobId id, Order order, long from, int bytes, List<Long> drop) {
    return new Collect(id, order, from, bytes, drop);
  }

  private static List<Long> starts(Collected collected) {
    return collected.entries().stream().map(Entry::start).toList();
  }
}
