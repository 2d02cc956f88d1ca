package starmap.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import starmap.chunk.Part;
import starmap.job.JobId;
import starmap.job.JobSpec;
import starmap.job.NewJob;
import starmap.job.Reduce;
import starmap.store.Verb.Act;
import starmap.store.Verb.Through;

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

  /** A job that counts its items, with so many of its chunks recorded, and one more. */
  static JobId counted(Scene scene, int chunks) {
    var plain = JobPlan.range(chunks + 1L).chunksOf(1).job();
    var spec = plain.spec();
    var counting =
        new JobSpec(
            spec.function(),
            spec.mode(),
            spec.input(),
            null,
            null,
            null,
            new Reduce(Reduce.Op.COUNT),
            false);
    scene
        .store()
        .submit(
            new NewJob(plain.id(), plain.bodyHash(), counting, plain.total(), plain.options()),
            null);
    for (int i = 0; i < chunks; i++) {
      var chunk = scene.claimOne();
      var square = Parts.squares(chunk.id().start(), 1);
      scene.settle(chunk, new Part.Recorded(square.segment(), null, "1".getBytes(US_ASCII), null));
    }
    return plain.id();
  }
}
