package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import starmap.chunk.LeaseState;
import starmap.job.JobId;
import starmap.job.JobState;
import starmap.store.Verb.Act;
import starmap.store.Verb.Through;

/** What is asked of a {@link JobStore}, each in a state in which it does something. */
final class JobActs {
  private static final int ITEMS = 3;
  private static final JobStore.Claim CLAIM = new JobStore.Claim("w1", 1, Duration.ofDays(1));

  private JobActs() {}

  static Act submit(Scene scene, Through through) {
    var plan = JobPlan.range(ITEMS).chunksOf(1);
    return Act.warm(
        through, () -> through.store().submit(plan.job(), null), () -> ends(scene, plan.id()));
  }

  /** To a server that has lost its scripts. */
  static Act submitText(Scene scene, Through through) {
    var act = submit(scene, through);
    scene.redis().raw().scriptFlush();
    return act;
  }

  static Act create(Scene scene, Through through) {
    var plan = JobPlan.upload().chunksOf(1);
    return Act.warm(
        through,
        () -> through.store().create(plan.job()),
        () -> {
          assertThat(scene.find(plan.id()).state()).isEqualTo(JobState.ACCEPTING);
          scene.store().put(plan.id(), Parts.block(0, ITEMS));
          scene.store().seal(plan.id());
          ends(scene, plan.id());
        });
  }

  static Act put(Scene scene, Through through) {
    var plan = JobPlan.upload().chunksOf(1);
    scene.store().create(plan.job());
    return Act.warm(
        through,
        () -> through.store().put(plan.id(), Parts.block(0, ITEMS)),
        () -> {
          scene.store().seal(plan.id());
          ends(scene, plan.id());
        });
  }

  static Act seal(Scene scene, Through through) {
    var id = scene.upload(JobPlan.upload().chunksOf(1), ITEMS);
    return Act.warm(through, () -> through.store().seal(id), () -> ends(scene, id));
  }

  static Act claim(Scene scene, Through through) {
    var id = scene.submit(JobPlan.range(ITEMS).chunksOf(1));
    return Act.warm(through, () -> through.store().claim(CLAIM), () -> ends(scene, id));
  }

  static Act settle(Scene scene, Through through) {
    var id = scene.submit(JobPlan.range(ITEMS).chunksOf(1));
    var settlement = Scene.settlement(scene.claimOne(), Scene.LEASE, Parts.squares(0, 1));
    return Act.warm(
        through,
        () -> through.store().settle(List.of(settlement)),
        () -> {
          assertThat(scene.find(id).counts().succeeded()).isEqualTo(1);
          ends(scene, id);
        });
  }

  /** Whatever of the two fails: the chunk is recorded, and the next one is not locked away. */
  static Act round(Scene scene, Through through) {
    var id = scene.submit(JobPlan.range(ITEMS).chunksOf(1));
    var settlement = Scene.settlement(scene.claimOne(), Scene.LEASE, Parts.squares(0, 1));
    return Act.warm(
        through,
        () -> through.store().settleAndClaim(List.of(settlement), CLAIM),
        () -> {
          assertThat(scene.find(id).counts().succeeded()).isEqualTo(1);
          ends(scene, id);
        });
  }

  static Act extend(Scene scene, Through through) {
    var id = scene.submit(JobPlan.range(ITEMS).chunksOf(1));
    var chunk = scene.claimOne();
    var held = new JobStore.Held(chunk.id(), chunk.token(), 0);
    return Act.warm(
        through,
        () -> {
          var extended = through.store().extend(List.of(held));
          assertThat(extended.states()).containsExactly(LeaseState.HELD);
          return extended;
        },
        () -> ends(scene, id));
  }

  /** A worker long dead, a job whose time is over, and a lease that has ended. */
  static Act sweep(Scene scene, Through through) {
    scene.heartbeat("dead", 1);
    var old = scene.submit(JobPlan.range(1));
    scene.store().cancel(old);
    scene.redis().clock().advance(JobPlan.TTL);
    var id = scene.submit(JobPlan.range(ITEMS).chunksOf(1));
    scene.claimOne();
    scene.redis().clock().advance(Scene.LEASE.plusMillis(1));
    scene.redis().invariants().splits(2 * ITEMS);
    return Act.warm(
        through,
        through.store()::sweep,
        () -> {
          assertThat(scene.store().find(old)).isEmpty();
          assertThat(scene.redis().raw().hkeys(Keys.SINGLE.workers())).isEmpty();
          scene.drain();
          assertThat(scene.values(id)).isEqualTo(Scene.squares(ITEMS));
        });
  }

  static Act cancel(Scene scene, Through through) {
    var id = scene.submit(JobPlan.range(ITEMS).chunksOf(1));
    scene.record(scene.claimOne());
    return Act.warm(
        through,
        () -> through.store().cancel(id),
        () -> assertThat(scene.find(id).state()).isEqualTo(JobState.CANCELLED));
  }

  static Act purge(Scene scene, Through through) {
    var id = scene.submit(JobPlan.range(ITEMS).chunksOf(1));
    return Act.warm(
        through,
        () -> through.store().purge(id),
        () -> assertThat(scene.redis().raw().keys("*" + id + "*")).isEmpty());
  }

  static Act find(Scene scene, Through through) {
    var id = scene.submit(JobPlan.range(ITEMS).chunksOf(1));
    return Act.warm(
        through,
        () -> {
          assertThat(through.store().find(id).orElseThrow()).isEqualTo(scene.find(id));
          return id;
        },
        () -> ends(scene, id));
  }

  static Act list(Scene scene, Through through) {
    var id = scene.submit(JobPlan.range(ITEMS).chunksOf(1));
    return Act.warm(
        through,
        () -> {
          var page = through.store().list(JobStore.Cursor.BEGIN, 9);
          assertThat(page.jobs()).containsExactly(scene.find(id));
          return page;
        },
        () -> ends(scene, id));
  }

  /** Each read drops what was read before, as a direct call does. */
  static Act collect(Scene scene, Through through) {
    var plan = JobPlan.range(2).chunksOf(1).stored(starmap.job.ResultStorage.UNTIL_READ);
    var id = scene.submit(plan);
    scene.drain();
    var first = new JobResults.Collect(id, JobResults.Order.INPUT, 0, 1, List.of());
    var second = new JobResults.Collect(id, JobResults.Order.INPUT, 1, 1, List.of(0L));
    assertThat(scene.store().collect(first)).isPresent();
    var read = new AtomicReference<List<String>>();
    return Act.warm(
        through,
        () -> {
          var collected = through.store().collect(second).orElseThrow();
          read.set(Scene.values(collected.entries().getFirst()));
          return collected;
        },
        () -> assertThat(read.get()).containsExactly("1"));
  }

  /** Whatever breaks between two steps: the failed item gets its value. */
  static Act retry(Scene scene, Through through) {
    var id = withFailure(scene);
    return Act.warm(through, () -> through.store().retry(id), () -> ends(scene, id));
  }

  static Act failures(Scene scene, Through through) {
    var id = withFailure(scene);
    return Act.warm(
        through,
        () -> {
          var failures = through.store().failures(id, 0);
          assertThat(failures.entries()).extracting(JobResults.Entry::start).containsExactly(0L);
          return failures;
        },
        () -> assertThat(scene.find(id).state()).isEqualTo(JobState.PARTIAL));
  }

  /** The same where the index of failures is lost. */
  static Act failuresInTheMap(Scene scene, Through through) {
    var act = failures(scene, through);
    scene.redis().raw().keys("sm:*:failures").forEach(key -> scene.redis().raw().del(key));
    return act;
  }

  private static JobId withFailure(Scene scene) {
    var id = scene.submit(JobPlan.range(ITEMS).chunksOf(1));
    scene.settle(scene.claimOne(), Parts.failures(0, 1, "Boom"));
    scene.drain();
    return id;
  }

  /** The only job there is ends with each value once, once the leases of lost claims are over. */
  static void ends(Scene scene, JobId id) {
    assertThat(scene.store().list(JobStore.Cursor.BEGIN, 9).jobs()).hasSize(1);
    scene.drain();
    scene.expire();
    scene.drain();
    assertThat(scene.values(id)).isEqualTo(Scene.squares(ITEMS));
    assertThat(scene.find(id).state()).isEqualTo(JobState.SUCCEEDED);
  }
}
