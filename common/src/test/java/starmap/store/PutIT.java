package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import starmap.job.JobId;
import starmap.store.JobStore.PutResult;

class PutIT {
  @RegisterExtension final Redis redis = new Redis();
  private final Scene scene = new Scene(redis);
  private final JobPlan plan = JobPlan.upload();

  @BeforeEach
  void create() {
    redis.store().create(plan.job());
  }

  @Test
  void blocksAreStoredOneBehindTheOther() {
    assertThat(put(0, 3)).isEqualTo(PutResult.STORED);
    assertThat(put(3, 4)).isEqualTo(PutResult.STORED);

    assertThat(scene.find(plan.id()).counts().total()).isEqualTo(7);
    assertThat(redis.raw().hget(Keys.SINGLE.input(plan.id()), "3,4")).isEqualTo("[3,4,5,6]");
  }

  @Test
  void sameBlockAgainChangesNothing() {
    put(0, 3);
    put(3, 2);

    assertThat(put(0, 3)).isEqualTo(PutResult.EXISTS);
    assertThat(put(3, 2)).isEqualTo(PutResult.EXISTS);
    assertThat(scene.find(plan.id()).counts().total()).isEqualTo(5);
  }

  @Test
  void blockBehindAMissingOneIsAGap() {
    put(0, 3);

    assertThat(put(4, 3)).isEqualTo(PutResult.GAP);
    assertThat(scene.find(plan.id()).counts().total()).isEqualTo(3);
  }

  @Test
  void sealedInputIsClosed() {
    put(0, 3);
    redis.store().seal(plan.id());

    assertThat(put(3, 3)).isEqualTo(PutResult.CLOSED);
    assertThat(put(0, 3)).isEqualTo(PutResult.CLOSED);
  }

  @Test
  void cancelledJobIsClosed() {
    redis.store().cancel(plan.id());

    assertThat(put(0, 3)).isEqualTo(PutResult.CLOSED);
  }

  @Test
  void unknownJobIsGone() {
    assertThat(redis.store().put(JobId.random(), Parts.block(0, 1))).isEqualTo(PutResult.GONE);
  }

  @Test
  void eachPutMovesTheUploadDeadline() {
    for (int block = 0; block < 3; block++) {
      redis.clock().advance(Duration.ofSeconds(50));
      assertThat(put(block, 1)).isEqualTo(PutResult.STORED);
      assertThat(redis.store().sweep().purged()).isZero();
    }

    redis.clock().advance(Duration.ofSeconds(60));
    assertThat(redis.store().sweep().purged()).isEqualTo(1);
  }

  @Test
  void nothingIsClaimedBeforeTheInputIsComplete() {
    put(0, 3);

    assertThat(scene.claim(1)).isEmpty();
  }

  @Test
  void chunksAreComputedDuringTheUploadWhereTheJobAllowsIt() {
    var early = JobPlan.upload().chunksOf(2).computedEarly();
    scene.upload(early, 3);

    scene.drain();
    assertThat(scene.values(early.id())).isEqualTo(Scene.squares(3));
    redis.store().put(early.id(), Parts.block(3, 2));
    scene.drain();
    redis.store().seal(early.id());

    assertThat(scene.find(early.id()).state()).isEqualTo(starmap.job.JobState.SUCCEEDED);
    assertThat(scene.values(early.id())).isEqualTo(Scene.squares(5));
  }

  @Test
  void whatWaitsIsBoundedWhereTheCallerWantsThat() {
    var early = JobPlan.upload().chunksOf(1).computedEarly();
    redis.store().create(early.job());
    // 16 chunks are outstanding, and nobody claims them; what is behind them waits
    for (int block = 0; block < 18; block++) {
      assertThat(redis.store().put(early.id(), Parts.block(block, 1), 6))
          .isEqualTo(PutResult.STORED);
    }

    assertThat(redis.store().put(early.id(), Parts.block(18, 1), 6)).isEqualTo(PutResult.FULL);
    assertThat(redis.store().put(early.id(), Parts.block(17, 1), 6)).isEqualTo(PutResult.EXISTS);
    assertThat(scene.find(early.id()).counts().total()).isEqualTo(18);
    scene.record(scene.claimOne());
    assertThat(redis.store().put(early.id(), Parts.block(18, 1), 6)).isEqualTo(PutResult.STORED);
    redis.check();
  }

  @Test
  void anUploadWhoseResultsAreReadIsNotAbandoned() {
    var read = JobPlan.upload().computedEarly().stored(starmap.job.ResultStorage.UNTIL_READ);
    redis.store().purge(plan.id());
    redis.store().create(read.job());
    var look = new JobResults.Collect(read.id(), JobResults.Order.INPUT, 0, 1, java.util.List.of());
    for (int minute = 0; minute < 5; minute++) {
      redis.clock().advance(Duration.ofSeconds(50));
      redis.store().collect(look);
      assertThat(redis.store().sweep().purged()).isZero();
    }

    redis.clock().advance(Duration.ofSeconds(60));
    assertThat(redis.store().sweep().purged()).isEqualTo(1);
  }

  private PutResult put(long start, int count) {
    return redis.store().put(plan.id(), Parts.block(start, count));
  }
}
