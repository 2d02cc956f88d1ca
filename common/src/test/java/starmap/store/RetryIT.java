package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import starmap.chunk.ClaimedChunk;
import starmap.chunk.Part;
import starmap.chunk.SettleResult;
import starmap.job.JobError;
import starmap.job.JobId;
import starmap.job.JobState;
import starmap.job.NewJob;
import starmap.job.OnError;
import starmap.job.ResultStorage;
import starmap.job.Tolerance;
import starmap.store.JobStore.PutResult;
import starmap.store.JobStore.Retried;
import starmap.wire.SegmentWriter;

class RetryIT {
  private static final Keys KEYS = Keys.SINGLE;

  @RegisterExtension final Redis redis = new Redis();
  private final Scene scene = new Scene(redis);

  @Test
  void failedItemsAloneAreComputedAgainIntoTheSameIndexes() {
    var id = scene.submit(JobPlan.range(10).chunksOf(5));
    scene.settle(scene.claimOne(), Parts.mixed(0, 5, 1L, 2L));
    scene.settle(scene.claimOne(), Parts.mixed(5, 5, 9L));
    assertThat(scene.find(id).state()).isEqualTo(JobState.PARTIAL);

    assertThat(retry(id)).isEqualTo(Retried.REOPENED);

    var job = scene.find(id);
    assertThat(job.state()).isEqualTo(JobState.RUNNING);
    assertThat(job.error()).isNull();
    assertThat(job.counts().succeeded()).isEqualTo(7);
    assertThat(job.counts().queued()).isEqualTo(3);
    assertThat(job.counts().retried()).isEqualTo(3);
    assertThat(job.counts().contiguousUntil()).isEqualTo(1);
    assertThat(job.times().finished()).isNull();
    var again = scene.claim(9);
    assertThat(again).extracting(c -> c.id().start()).containsExactly(1L, 9L);
    assertThat(again).extracting(c -> c.id().length()).containsExactly(2, 1);
    assertThat(again).extracting(ClaimedChunk::attempt).containsOnly(1);
    again.forEach(scene::record);
    assertThat(scene.find(id).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(scene.values(id)).isEqualTo(Scene.squares(10));
  }

  @Test
  void bytesOfValuesArePassedOnAsTheyAre() {
    var id = scene.submit(JobPlan.range(4).chunksOf(4));
    var writer = new SegmentWriter();
    writer.value("{ \"a\" :1e400}".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    writer.failure("Boom", "no", 1);
    writer.value("-0.0".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    writer.value("12345678901234567890".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    var error = new JobError(1, "Boom", "no", 1);
    scene.settle(scene.claimOne(), new Part.Recorded(writer.finish(), error));

    retry(id);
    scene.drain();

    assertThat(scene.values(id))
        .containsExactly("{ \"a\" :1e400}", "1", "-0.0", "12345678901234567890");
  }

  @Test
  void completionOrderKeepsWhatStaysAndAddsWhatIsNew() {
    var id = scene.submit(JobPlan.range(6).chunksOf(2));
    var chunks = scene.claim(3);
    scene.record(chunks.get(2));
    scene.settle(chunks.get(0), Parts.mixed(0, 2, 0L));
    scene.record(chunks.get(1));

    retry(id);
    scene.drain();

    assertThat(redis.raw().lrange(KEYS.log(id), 0, -1))
        .extracting(entry -> entry.substring(0, 5))
        .containsExactly("4:2:0", "1:1:0", "2:2:0", "0:1:0");
  }

  @Test
  void itemThatFailsAgainIsFailedAgainAndMayBeRetriedOnceMore() {
    var id = scene.submit(JobPlan.range(3).chunksOf(1));
    scene.record(scene.claimOne());
    scene.settle(scene.claimOne(), Parts.failures(1, 1, "First"));
    scene.settle(scene.claimOne(), Parts.failures(2, 1, "First"));
    retry(id);
    scene.record(scene.claimOne());
    scene.settle(scene.claimOne(), Parts.failures(2, 1, "Second"));

    assertThat(scene.find(id).state()).isEqualTo(JobState.PARTIAL);
    assertThat(scene.find(id).error().type()).isEqualTo("Second");
    assertThat(scene.values(id)).containsExactly("0", "1", "Second");

    assertThat(retry(id)).isEqualTo(Retried.REOPENED);
    scene.drain();
    assertThat(scene.values(id)).isEqualTo(Scene.squares(3));
  }

  @Test
  void inputOfFailedItemsIsKeptAndThatOfTheOthersIsNot() {
    var plan = JobPlan.upload().chunksOf(2);
    redis.store().create(plan.job());
    for (int i = 0; i < 3; i++) {
      redis.store().put(plan.id(), Parts.block(4L * i, 4));
    }
    redis.store().seal(plan.id());
    for (var chunk : scene.claim(6)) {
      long start = chunk.id().start();
      scene.settle(chunk, start == 6 ? Parts.mixed(6, 2, 7L) : Parts.squares(start, 2));
    }
    assertThat(redis.raw().hgetall(KEYS.input(plan.id())))
        .containsOnlyKeys("4,4", "n4")
        .containsEntry("n4", "3");

    retry(plan.id());
    var again = scene.claimOne();

    assertThat(again.id().start()).isEqualTo(7);
    assertThat(again.input().start()).isEqualTo(4);
    assertThat(again.input().items()).asString().isEqualTo("[4,5,6,7]");
    scene.record(again);
    assertThat(redis.raw().exists(KEYS.input(plan.id()))).isZero();
    assertThat(scene.values(plan.id())).isEqualTo(Scene.squares(12));
  }

  @Test
  void jobThatFailedAlsoComputesWhatItLeftUndone() {
    var plan = JobPlan.upload().chunksOf(1).onError(OnError.FAIL);
    redis.store().create(plan.job());
    redis.store().put(plan.id(), Parts.block(0, 30));
    redis.store().put(plan.id(), Parts.block(30, 10));
    redis.store().seal(plan.id());
    var chunks = scene.claim(3);
    scene.record(chunks.get(2));
    scene.settle(chunks.get(0), Parts.failures(0, 1, "Boom"));
    assertThat(scene.find(plan.id()).state()).isEqualTo(JobState.FAILED);
    assertThat(scene.find(plan.id()).counts().cancelled()).isEqualTo(38);

    assertThat(retry(plan.id())).isEqualTo(Retried.REOPENED);
    assertThat(scene.record(chunks.get(1))).as("of the time before").isEqualTo(SettleResult.GONE);
    scene.drain();

    assertThat(scene.find(plan.id()).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(scene.values(plan.id())).isEqualTo(Scene.squares(40));
  }

  @Test
  void jobThatFailedBeforeItsInputWasCompleteIsOverForWhatIsMissingWouldBeTakenForNothing() {
    var plan = JobPlan.upload().chunksOf(1).onError(OnError.FAIL).computedEarly();
    redis.store().create(plan.job());
    redis.store().put(plan.id(), Parts.block(0, 3));
    scene.settle(scene.claimOne(), Parts.failures(0, 1, "Boom"));
    assertThat(scene.find(plan.id()).state()).isEqualTo(JobState.FAILED);
    assertThat(redis.store().put(plan.id(), Parts.block(3, 3))).isEqualTo(PutResult.CLOSED);

    assertThat(retry(plan.id())).isEqualTo(Retried.OVER);

    assertThat(scene.find(plan.id()).state()).isEqualTo(JobState.FAILED);
    assertThat(redis.raw().exists(KEYS.input(plan.id()), KEYS.again(plan.id()))).isZero();
  }

  @Test
  void gapIsCutIntoChunksLikeInput() {
    var id = scene.submit(JobPlan.range(10).chunksOf(10));
    scene.settle(scene.claimOne(), Parts.failures(0, 10, "Boom"));
    RecordField.of(redis, id, "size").set("4");

    retry(id);

    assertThat(scene.claim(9)).extracting(c -> c.id().length()).containsExactly(4, 4, 2);
  }

  @Test
  void jobsThatHaveNothingToRetryAreLeftAlone() {
    var running = scene.submit(JobPlan.range(1));
    assertThat(retry(running)).isEqualTo(Retried.ACTIVE);
    scene.drain();
    assertThat(retry(running)).isEqualTo(Retried.NOTHING_FAILED);

    var cancelled = scene.submit(JobPlan.range(1));
    redis.store().cancel(cancelled);
    assertThat(retry(cancelled)).isEqualTo(Retried.OVER);

    var counted = scene.submit(JobPlan.range(1).stored(ResultStorage.NONE));
    scene.failAll();
    assertThat(retry(counted)).isEqualTo(Retried.NOT_STORED);

    assertThat(retry(JobId.random())).isEqualTo(Retried.GONE);
  }

  @Test
  void retryIsRefusedWhileTooManyJobsAreActive() {
    var id = scene.submit(JobPlan.range(1));
    scene.failAll();
    scene.submit(JobPlan.range(1));
    var narrow =
        redis.another(
            new StoreProperties(
                Duration.ofSeconds(15), Duration.ofSeconds(60), 1, Durability.FAST));

    assertThat(narrow.retry(id)).isEqualTo(Retried.REFUSED);
    assertThat(scene.find(id).state()).isEqualTo(JobState.PARTIAL);
  }

  @Test
  void timeOutCountsAnewFromTheRetry() {
    var limits = new NewJob.Limits(Tolerance.ANY, Duration.ofMinutes(1));
    var job = LimitsIT.limited(JobPlan.range(1).job(), limits);
    redis.store().submit(job, null);
    scene.failAll();
    redis.clock().advance(Duration.ofMinutes(5));
    retry(job.id());
    redis.clock().advance(Duration.ofSeconds(59));
    scene.sweep();
    assertThat(scene.find(job.id()).state()).isEqualTo(JobState.RUNNING);

    redis.clock().advance(Duration.ofSeconds(1));
    scene.sweep();

    assertThat(scene.find(job.id()).state()).isEqualTo(JobState.EXPIRED);
  }

  @Test
  void toleranceCountsTheFailuresThatAreLeft() {
    var limits = new NewJob.Limits(new Tolerance(1, 100), null);
    var job = LimitsIT.limited(JobPlan.range(4).chunksOf(1).job(), limits);
    redis.store().submit(job, null);
    scene.settle(scene.claimOne(), Parts.failures(0, 1, "Boom"));
    scene.settle(scene.claimOne(), Parts.failures(1, 1, "Boom"));
    assertThat(scene.find(job.id()).state()).isEqualTo(JobState.FAILED);

    retry(job.id());
    scene.settle(scene.claimOne(), Parts.failures(1, 1, "Boom"));
    scene.drain();

    assertThat(scene.find(job.id()).state()).isEqualTo(JobState.PARTIAL);
    assertThat(scene.find(job.id()).counts().failed()).isEqualTo(1);
  }

  @Test
  void failuresAreFoundAmongManySegments() {
    var id = scene.submit(JobPlan.range(30).chunksOf(3));
    for (var all = scene.claim(8); !all.isEmpty(); all = scene.claim(8)) {
      all.forEach(c -> scene.settle(c, Parts.mixed(c.id().start(), 3, 7L, 20L)));
    }

    assertThatFailuresAreFound(id);
    redis.raw().zpopmin(Keys.SINGLE.failures(id));
    assertThatFailuresAreFound(id);
    redis.raw().del(Keys.SINGLE.failures(id));
    assertThatFailuresAreFound(id);
    assertThat(redis.store().failures(JobId.random(), 0).entries()).isEmpty();
  }

  private void assertThatFailuresAreFound(JobId id) {
    var all = redis.store().failures(id, 0);
    var some = redis.store().failures(id, 8);

    assertThat(all.entries()).extracting(JobResults.Entry::start).containsExactly(6L, 18L);
    assertThat(all.next()).isEqualTo(Long.MAX_VALUE);
    assertThat(some.entries()).extracting(JobResults.Entry::start).containsExactly(6L, 18L);
    assertThat(redis.store().failures(id, 9).entries()).hasSize(1);
    assertThat(redis.store().failures(id, 21).entries()).isEmpty();
  }

  @Test
  void theIndexOfFailuresIsShortAndFollowsRetries() {
    var id = scene.submit(JobPlan.range(1_500).chunksOf(1));
    scene.failAll();
    assertThat(redis.raw().zcard(Keys.SINGLE.failures(id))).isEqualTo(1_000);
    assertThat(failed(id)).hasSize(1_500);

    retry(id);
    var chunk = scene.claimOne();
    scene.settle(chunk, Parts.failures(chunk.id().start(), chunk.id().length(), "Boom"));
    scene.drain();
    assertThat(failed(id)).containsExactly(chunk.id().start());
    assertThat(redis.raw().zcard(Keys.SINGLE.failures(id))).isEqualTo(1);
  }

  private List<Long> failed(JobId id) {
    var starts = new ArrayList<Long>();
    for (long next = 0; next < Long.MAX_VALUE; ) {
      var page = redis.store().failures(id, next);
      page.entries().forEach(entry -> starts.add(entry.start()));
      next = page.next();
    }
    return starts;
  }

  @Test
  void storedInputIsFoundByTheIndexOfAnItem() {
    var id = scene.upload(JobPlan.upload(), 4);
    redis.store().put(id, Parts.block(4, 2));

    var input = redis.store().input(id);

    assertThat(input.block(3).orElseThrow().items()).asString().isEqualTo("[0,1,2,3]");
    assertThat(input.block(5).orElseThrow().start()).isEqualTo(4);
    assertThat(input.block(6)).isEmpty();
    redis.store().purge(id);
    assertThat(input.block(3)).isEmpty();
  }

  private Retried retry(JobId id) {
    return redis.store().retry(id);
  }
}
