package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import starmap.job.JobState;
import starmap.store.JobStore.Submission;
import starmap.store.JobStore.Submitted;

class CreateIT {
  @RegisterExtension final Redis redis = new Redis();
  private final Scene scene = new Scene(redis);
  private final JobPlan plan = JobPlan.upload();

  @Test
  void newJobAcceptsItsInput() {
    assertThat(redis.store().create(plan.job()))
        .isEqualTo(new Submitted(Submission.CREATED, JobState.ACCEPTING));

    var job = scene.find(plan.id());
    assertThat(job.counts().total()).isZero();
    assertThat(job.counts().totalIsFinal()).isFalse();
    assertThat(job.times().created().toEpochMilli()).isEqualTo(redis.clock().millis());
    assertThat(job.spec()).isEqualTo(plan.job().spec());
    assertThat(job.labels()).isEqualTo(plan.job().options().labels());
  }

  @Test
  void sameRequestAgainFindsTheJob() {
    scene.upload(plan, 5);

    assertThat(redis.store().create(plan.job()))
        .isEqualTo(new Submitted(Submission.EXISTS, JobState.ACCEPTING));
    assertThat(scene.find(plan.id()).counts().total()).isEqualTo(5);
  }

  @Test
  void otherRequestUnderTheSameIdIsAConflict() {
    redis.store().create(plan.job());

    assertThat(redis.store().create(plan.job("other")).submission()).isEqualTo(Submission.CONFLICT);
  }

  @Test
  void tooManyActiveJobsAreRefused() {
    var small =
        redis.another(new StoreProperties(Scene.LEASE, Duration.ofMinutes(1), 2, Durability.FAST));
    small.create(JobPlan.upload().job());
    small.create(JobPlan.upload().job());

    assertThat(small.create(plan.job())).isEqualTo(new Submitted(Submission.REFUSED, null));
    assertThat(redis.store().find(plan.id())).isEmpty();
  }

  @Test
  void endedJobsMakeRoomForNewOnes() {
    var small =
        redis.another(new StoreProperties(Scene.LEASE, Duration.ofMinutes(1), 1, Durability.FAST));
    small.submit(JobPlan.range(0).job(), null);

    assertThat(small.create(plan.job()).submission()).isEqualTo(Submission.CREATED);
  }

  @Test
  void abandonedUploadIsPurged() {
    scene.upload(plan, 5);
    redis.clock().advance(Duration.ofSeconds(59));
    assertThat(redis.store().sweep().purged()).isZero();

    redis.clock().advance(Duration.ofSeconds(1));

    assertThat(redis.store().sweep().purged()).isEqualTo(1);
    assertThat(redis.store().find(plan.id())).isEmpty();
  }

  @Test
  void idMayBeUsedAgainAfterPurge() {
    redis.store().create(plan.job());
    var first = RecordField.of(redis, plan.id(), "epoch").get();
    redis.store().purge(plan.id());

    assertThat(redis.store().create(plan.job("other")).submission()).isEqualTo(Submission.CREATED);
    assertThat(RecordField.of(redis, plan.id(), "epoch").get()).isNotEqualTo(first);
  }
}
