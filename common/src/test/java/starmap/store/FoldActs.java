package starmap.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import starmap.chunk.ClaimedChunk;
import starmap.chunk.Part;
import starmap.job.JobError;
import starmap.job.JobId;
import starmap.job.JobSpec;
import starmap.job.JobState;
import starmap.job.Mode;
import starmap.job.NewJob;
import starmap.job.Reduce;
import starmap.reduce.FunctionFold;
import starmap.store.Verb.Act;
import starmap.store.Verb.Through;
import starmap.wire.SegmentWriter;

/** What the store is asked of jobs that reduce. */
final class FoldActs {
  private static final int CHUNKS = 3;

  private FoldActs() {}

  static Act sweep(Scene scene, Through through) {
    var id = counted(scene, CHUNKS);
    scene.redis().raw().sadd(Keys.SINGLE.folding(), id.value());
    return Act.warm(
        through,
        through.store()::sweep,
        () -> {
          assertThat(scene.redis().raw().hlen(Keys.SINGLE.fold(id))).isEqualTo(1);
          assertThat(scene.redis().raw().exists(Keys.SINGLE.folding())).isZero();
          assertThat(scene.store().reduction(id).orElseThrow().value()).isEqualTo("" + CHUNKS);
        });
  }

  static Act reduction(Scene scene, Through through) {
    var id = counted(scene, CHUNKS);
    return Act.warm(
        through,
        () -> {
          var reduction = through.store().reduction(id).orElseThrow();
          assertThat(reduction.value()).isEqualTo("" + CHUNKS);
          return reduction;
        },
        () -> {});
  }

  /** A sweep that begins to fold by a function. */
  static Act begin(Scene scene, Through through) {
    var id = pairs(scene, CHUNKS, CHUNKS);
    return Act.warm(
        through,
        through.store()::sweep,
        () -> assertThat(scene.claim(CHUNKS)).singleElement().matches(one -> folds(one, id)));
  }

  /** A sweep that takes over what a function has folded. */
  static Act takeOver(Scene scene, Through through) {
    var id = pairs(scene, CHUNKS, CHUNKS);
    scene.sweep();
    fold(scene);
    return Act.warm(
        through,
        through.store()::sweep,
        () -> {
          assertThat(scene.find(id).state()).isEqualTo(JobState.SUCCEEDED);
          assertThat(scene.store().reduction(id).orElseThrow().value()).isEqualTo(joined(CHUNKS));
        });
  }

  /** Whether a chunk is of a job that folds values of another one. */
  static boolean folds(ClaimedChunk chunk, JobId id) {
    return chunk.spec().mode() == Mode.REDUCE && !chunk.id().job().equals(id);
  }

  /**
   * Joins the values of a job that folds for another one, as the function {@code join} would: [1,2]
   * and [3] are [1,2,3].
   */
  static void fold(Scene scene) {
    var chunk = scene.claimOne();
    assertThat(chunk.spec().mode()).isEqualTo(Mode.REDUCE);
    scene.settle(chunk, joined(chunk));
  }

  /** The same for a chunk that is claimed. */
  static Part.Recorded joined(ClaimedChunk chunk) {
    var item = new String(chunk.input().items(), US_ASCII);
    var values = item.substring(2, item.length() - 2).replace("[", "").replace("]", "");
    var segment = new SegmentWriter();
    segment.value(("[" + values + "]").getBytes(US_ASCII));
    return new Part.Recorded(segment.finish(), null);
  }

  /** Whether a job failed because those that folded for it died. */
  static boolean isUnfoldable(JobError error) {
    return error.type().equals(LeaseRecord.CRASHED)
        && error.message().contains("could not be folded");
  }

  /** What {@link #fold} makes of the first values of {@link #pairs}. */
  static String joined(int count) {
    return IntStream.range(0, count).boxed().toList().toString().replace(" ", "");
  }

  /** A job that joins its items, with so many of its chunks of one item recorded. */
  static JobId pairs(Scene scene, int chunks, int total) {
    var id = submit(scene, total, Reduce.by("join@1"));
    for (int i = 0; i < chunks; i++) {
      pair(scene, scene.claimOne());
    }
    return id;
  }

  /** Records one item of such a job. */
  static void pair(Scene scene, ClaimedChunk chunk) {
    long index = chunk.id().start();
    var value = ("[" + index + "]").getBytes(US_ASCII);
    var segment = new SegmentWriter();
    segment.value(value);
    var folded = new FunctionFold(1, value).partial();
    scene.settle(chunk, new Part.Recorded(segment.finish(), null, folded, null));
  }

  private static JobId submit(Scene scene, long total, Reduce reduce) {
    var plain = JobPlan.range(total).chunksOf(1).job();
    var spec = plain.spec();
    var reducing =
        new JobSpec(
            spec.function(),
            spec.mode(),
            spec.input(),
            null,
            null,
            null,
            reduce,
            false,
            null,
            null);
    scene
        .store()
        .submit(
            new NewJob(plain.id(), plain.bodyHash(), reducing, plain.total(), plain.options()),
            null);
    return plain.id();
  }

  /** A job that counts its items, with so many of its chunks recorded, and one more. */
  static JobId counted(Scene scene, int chunks) {
    var id = submit(scene, chunks + 1L, new Reduce(Reduce.Op.COUNT));
    for (int i = 0; i < chunks; i++) {
      var chunk = scene.claimOne();
      var square = Parts.squares(chunk.id().start(), 1);
      scene.settle(chunk, new Part.Recorded(square.segment(), null, "1".getBytes(US_ASCII), null));
    }
    return id;
  }
}
