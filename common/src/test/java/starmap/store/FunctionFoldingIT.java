package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import starmap.job.JobId;
import starmap.job.JobState;
import starmap.job.Reduction;

class FunctionFoldingIT {
  @RegisterExtension final Redis redis = new Redis();
  private final Scene scene = new Scene(redis);

  @Test
  void aJobEndsWhenItsChunksAreFoldedToOneValue() {
    var id = FoldActs.pairs(scene, 3, 3);
    assertThat(scene.find(id).state()).isEqualTo(JobState.RUNNING);
    scene.sweep();
    FoldActs.fold(scene);
    assertThat(scene.find(id).state()).isEqualTo(JobState.RUNNING);
    scene.sweep();
    assertThat(scene.find(id).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(value(id)).isEqualTo("[0,1,2]");
    assertThat(reduction(id).items()).isEqualTo(3);
    assertThat(redis.raw().exists(Keys.SINGLE.folding())).isZero();
    assertThat(redis.raw().zcard(Keys.SINGLE.jobs())).as("jobs that are left").isOne();
  }

  @Test
  void aJobOfOneChunkEndsAtOnce() {
    var id = FoldActs.pairs(scene, 1, 1);
    assertThat(scene.find(id).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(value(id)).isEqualTo("[0]");
  }

  @Test
  void twoSweepsBeginOneJobForTheSameValues() {
    FoldActs.pairs(scene, 3, 3);
    scene.sweep();
    scene.sweep();
    FoldActs.fold(scene);
    assertThat(scene.claim(1)).isEmpty();
  }

  @Test
  void manyFoldedValuesOfTheFirstItemsBecomeOneWhileTheJobGoesOn() {
    var id = FoldActs.pairs(scene, 300, 400);
    scene.sweep();
    var folding = findFolding(id);
    FoldActs.fold(scene);
    scene.sweep();
    assertThat(redis.raw().hlen(Keys.SINGLE.fold(id))).isEqualTo(300 - 256 + 1);
    assertThat(value(id)).isEqualTo(FoldActs.joined(256));
    assertThat(reduction(id).items()).isEqualTo(256);
    assertThat(folding).isNotEqualTo(id);
  }

  @Test
  void onlyValuesThatNothingCanComeBetweenAreFoldedWhileTheJobRuns() {
    var id = FoldActs.pairs(scene, 0, 400);
    var missing = scene.claimOne();
    for (int i = 0; i < 300; i++) {
      FoldActs.pair(scene, scene.claimOne());
    }
    scene.sweep();
    assertThat(redis.raw().zcard(Keys.SINGLE.jobs())).isOne();
    assertThat(value(id)).isEqualTo("null");
    FoldActs.pair(scene, missing);
    assertThat(value(id)).isEqualTo("[0]");
    scene.sweep();
    assertThat(redis.raw().zcard(Keys.SINGLE.jobs())).isEqualTo(2);
  }

  @Test
  void valuesThatCannotBeFoldedFailTheJob() {
    var id = FoldActs.pairs(scene, 3, 3);
    scene.sweep();
    var chunk = scene.claimOne();
    scene.settle(chunk, Parts.failures(0, 1, "Boom"));
    scene.sweep();
    var job = scene.find(id);
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.error().type()).isEqualTo("Boom");
    assertThat(job.error().message()).contains("could not be folded", "no square");
    assertThat(redis.raw().exists(Keys.SINGLE.folding())).isZero();
    assertThat(redis.raw().zcard(Keys.SINGLE.jobs())).isOne();
  }

  @Test
  void foldingThatSomebodyEndsBeginsAgain() {
    var id = FoldActs.pairs(scene, 3, 3);
    scene.sweep();
    scene.store().cancel(findFolding(id));
    assertFoldedAnew(id);
  }

  @Test
  void foldingOfWhichRedisLostAPartBeginsAgain() {
    var id = FoldActs.pairs(scene, 3, 3);
    scene.sweep();
    var folding = findFolding(id);
    FoldActs.fold(scene);
    redis.raw().del(Keys.SINGLE.results(folding));
    redis.invariants().forget();
    assertFoldedAnew(id);
  }

  @Test
  void aJobThatIsCancelledMeanwhileStaysSo() {
    var id = FoldActs.pairs(scene, 3, 3);
    scene.sweep();
    scene.store().cancel(id);
    FoldActs.fold(scene);
    scene.sweep();
    assertThat(scene.find(id).state()).isEqualTo(JobState.CANCELLED);
    assertThat(redis.raw().exists(Keys.SINGLE.folding())).isZero();
  }

  private void assertFoldedAnew(JobId id) {
    scene.sweep();
    scene.sweep();
    FoldActs.fold(scene);
    scene.sweep();
    assertThat(value(id)).isEqualTo("[0,1,2]");
  }

  /** The job that folds for another one. */
  private JobId findFolding(JobId id) {
    var all = redis.raw().zrange(Keys.SINGLE.jobs(), 0, -1);
    return all.stream().map(JobId::new).filter(one -> !one.equals(id)).findFirst().orElseThrow();
  }

  private String value(JobId id) {
    return reduction(id).value();
  }

  private Reduction reduction(JobId id) {
    return scene.store().reduction(id).orElseThrow();
  }
}
