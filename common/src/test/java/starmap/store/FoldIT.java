package starmap.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import starmap.chunk.Part;
import starmap.job.JobId;
import starmap.job.JobState;

class FoldIT {
  @RegisterExtension final Redis redis = new Redis();
  private final Scene scene = new Scene(redis);

  @Test
  void manyFoldedValuesBecomeOneAndTheJobGoesOn() {
    var id = FoldActs.counted(scene, 80);
    scene.sweep();
    assertThat(redis.raw().hlen(Keys.SINGLE.fold(id))).isEqualTo(1);
    finish(id);
    assertThat(scene.find(id).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(value(id)).isEqualTo("81");
  }

  @Test
  void fewFoldedValuesAreLeftAlone() {
    var id = FoldActs.counted(scene, 64);
    scene.sweep();
    assertThat(redis.raw().hlen(Keys.SINGLE.fold(id))).isEqualTo(64);
    assertThat(value(id)).isEqualTo("64");
  }

  @Test
  void valuesThatSomebodyElseHasFoldedAreNotFoldedTwice() {
    var id = FoldActs.counted(scene, 3);
    var key = Keys.SINGLE.fold(id);
    var values = redis.raw().hgetall(key);
    var fields = values.keySet().stream().sorted().toList();
    assertThat(fold(id, fields.get(0), "2;2", fields.get(0), "1;1", fields.get(1), "1;1"))
        .isEqualTo("folded");
    assertThat(fold(id, fields.get(1), "2;2", fields.get(1), "1;1", fields.get(2), "1;1"))
        .isEqualTo("moved");
    assertThat(fold(id, fields.get(0), "2;2", fields.get(0), "1;1", fields.get(2), "1;1"))
        .isEqualTo("moved");
    assertThat(value(id)).isEqualTo("3");
    finish(id);
    assertThat(value(id)).isEqualTo("4");
  }

  @Test
  void aLostFoldedValueEndsTheJobAsDamaged() {
    var id = FoldActs.counted(scene, 3);
    redis.raw().hdel(Keys.SINGLE.fold(id), redis.raw().hkeys(Keys.SINGLE.fold(id)).getFirst());
    redis.invariants().forget();
    finish(id);
    assertThat(scene.find(id).state()).isEqualTo(JobState.FAILED);
    assertThat(scene.find(id).error().type()).isEqualTo(JobRecord.DAMAGED);
  }

  @Test
  void aJobThatIsGoneLeavesNothing() {
    var id = FoldActs.counted(scene, 80);
    scene.store().purge(id);
    assertThat(redis.raw().keys("*" + id + "*")).isEmpty();
    assertThat(redis.raw().exists(Keys.SINGLE.folding())).isZero();
    assertThat(scene.store().reduction(id)).isEmpty();
  }

  private void finish(JobId id) {
    var chunk = scene.claimOne();
    assertThat(chunk.id().job()).isEqualTo(id);
    var square = Parts.squares(chunk.id().start(), 1);
    scene.settle(chunk, new Part.Recorded(square.segment(), null, "1".getBytes(US_ASCII), null));
  }

  private String value(JobId id) {
    return scene.store().reduction(id).orElseThrow().value();
  }

  private String fold(JobId id, String field, String value, String... replaced) {
    var arguments = new Arguments().add(redis.clock().get()).add(id.value());
    arguments.add(field).add(value).add("").add(64);
    for (var one : replaced) {
      arguments.add(one);
    }
    var keys = Keys.SINGLE.ofJob(id);
    return new Reply(redis.link().call(s -> s.scripts().call(Script.FOLD, keys, arguments)))
        .text(0);
  }
}
