package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import starmap.job.Job;
import starmap.job.JobId;
import starmap.job.JobState;
import starmap.job.ResultStorage;

/** What the audit makes again, and what it cannot; {@link DamageIT} tries all the rest. */
class AuditIT {
  private static final Keys KEYS = Keys.SINGLE;

  @RegisterExtension final Redis redis = new Redis();
  private final Scene scene = new Scene(redis);

  /** What a test left damaged must not be checked. */
  @AfterEach
  void clear() {
    redis.raw().flushall();
  }

  @Test
  void soundJobIsLeftAlone() {
    var id = scene.submit(JobPlan.range(40).chunksOf(2));
    scene.record(scene.claimOne());
    scene.claimOne();

    assertThat(audit(id)).isEqualTo("sound");
    redis.check();
  }

  @Test
  void unknownJobIsGoneAndEndedJobIsLeftAlone() {
    var id = scene.submit(JobPlan.range(1));
    scene.drain();

    assertThat(audit(id)).isEqualTo("ended");
    assertThat(audit(JobId.random())).isEqualTo("gone");
  }

  @Test
  void generatedJobThatIsNotSealedIsNotEnded() {
    var plan = JobPlan.range(0);
    redis.store().create(plan.job());

    assertThat(audit(plan.id())).isEqualTo("sound");
    assertThat(scene.find(plan.id()).state()).isEqualTo(JobState.ACCEPTING);
  }

  @Test
  void leasedChunkWithoutDeadlineComesBack() {
    var id = scene.submit(JobPlan.range(1));
    var chunk = scene.claimOne();
    redis.raw().zrem(KEYS.due(), chunk.id().toString());

    assertThat(audit(id)).isEqualTo("repaired");
    redis.check();
    scene.expire();

    assertThat(scene.claimOne().id()).isEqualTo(chunk.id());
  }

  @Test
  void readyChunkOutsideTheQueueIsQueued() {
    var id = scene.submit(JobPlan.range(3).chunksOf(1));
    redis.raw().del(KEYS.ready(Keys.DEFAULT));

    assertThat(audit(id)).isEqualTo("repaired");
    assertThat(scene.claim(4)).hasSize(3);
  }

  @Test
  void lostChunkOfGeneratedInputIsDispatchedAgain() {
    var id = scene.submit(JobPlan.range(9).chunksOf(3));
    var lost = scene.claimOne().id();
    redis.raw().hdel(KEYS.chunks(id), lost.toString());

    assertThat(audit(id)).isEqualTo("repaired");
    scene.drain();

    assertThat(scene.values(id)).isEqualTo(Scene.squares(9));
  }

  @Test
  void logAndIndexAreMadeFromEachOther() {
    var id = scene.submit(JobPlan.range(9).chunksOf(3));
    scene.record(scene.claimOne());
    scene.record(scene.claimOne());
    redis.raw().del(KEYS.log(id));
    assertThat(audit(id)).isEqualTo("repaired");
    redis.raw().del(KEYS.map(id));
    assertThat(audit(id)).isEqualTo("repaired");
    scene.drain();

    assertThat(scene.find(id).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(scene.values(id)).isEqualTo(Scene.squares(9));
    redis.check();
  }

  @Test
  void lostRecordIsDamage() {
    var id = scene.submit(JobPlan.range(9).chunksOf(3));
    redis.raw().del(KEYS.job(id));

    assertThat(scene.claim(1)).isEmpty();
    assertThat(audit(id)).isEqualTo("damaged");
    assertDamaged(scene.find(id));
    redis.clock().advance(Duration.ofHours(2));
    scene.sweep();

    assertThat(redis.store().find(id)).isEmpty();
  }

  @Test
  void lostFieldIsSeenByWhoeverReadsTheRecordNext() {
    var id = scene.submit(JobPlan.range(9).chunksOf(3));
    var chunk = scene.claimOne();
    redis.raw().hdel(KEYS.job(id), "record");

    assertThat(scene.record(chunk)).isEqualTo(starmap.chunk.SettleResult.GONE);
    assertDamaged(scene.find(id));
    redis.check();
  }

  @Test
  void recordWithoutStateIsReadAsDamaged() {
    var id = scene.submit(JobPlan.range(9));
    redis.raw().hdel(KEYS.job(id), "record");

    assertDamaged(scene.find(id));
  }

  @Test
  void lostResultIsNoticedBeforeTheJobIsCalledComplete() {
    var id = scene.submit(JobPlan.range(2).chunksOf(1).stored(ResultStorage.UNTIL_READ));
    scene.record(scene.claimOne());
    redis.raw().del(KEYS.results(id));
    scene.record(scene.claimOne());

    assertDamaged(scene.find(id));
  }

  @Test
  void claimPassesOverAChunkWithoutInput() {
    var damaged = scene.upload(JobPlan.upload().chunksOf(1), 2);
    redis.store().seal(damaged);
    var neighbour = scene.submit(JobPlan.range(1));
    redis.raw().del(KEYS.input(damaged));

    assertThat(scene.claimOne().id().job()).isEqualTo(neighbour);
    assertThat(audit(damaged)).isEqualTo("damaged");
  }

  @Test
  void blockThatIsMissingInTheListIsDamage() {
    var plan = JobPlan.upload();
    redis.store().create(plan.job());
    for (int i = 0; i < 3; i++) {
      redis.store().put(plan.id(), Parts.block(i * 2L, 2));
    }
    redis.raw().lrem(KEYS.blocks(plan.id()), 1, "2,4");
    redis.store().seal(plan.id());

    assertDamaged(scene.find(plan.id()));
  }

  @Test
  void sweepFindsAJobThroughAnyList() {
    for (var key : new String[] {KEYS.jobs(), KEYS.flow()}) {
      redis.beginAnew();
      var id = scene.submit(JobPlan.range(1));
      redis.raw().del(key);
      scene.sweep();

      assertThat(redis.raw().zscore(KEYS.jobs(), id.value())).isNotNull();
      assertThat(redis.raw().hexists(KEYS.flow(), id.value())).isTrue();
      redis.check();
    }
  }

  private String audit(JobId id) {
    return redis.audit(redis.link()).examine(id);
  }

  private static void assertDamaged(Job job) {
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.error().type()).isEqualTo(JobRecord.DAMAGED);
  }
}
