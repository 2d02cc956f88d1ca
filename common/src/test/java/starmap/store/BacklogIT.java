package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import starmap.chunk.Part;
import starmap.job.Job;

/** What waits and what is at work, of all jobs together. */
class BacklogIT {
  @RegisterExtension final Redis redis = new Redis();
  private final Scene scene = new Scene(redis);
  private StoreWatch watch;

  @BeforeEach
  void open() {
    watch = new StoreWatch(redis.link(), Keys.SINGLE, redis.clock());
  }

  @Test
  void anIdleInstallationHasNothing() {
    scene.submit(JobPlan.range(3));
    scene.drain();
    var active = watch.active(20);
    assertThat(active.jobs()).isZero();
    assertThat(active.newest()).isEmpty();
    assertThat(active.chunks()).isEqualTo(new StoreWatch.Chunks(0, 0, 0));
  }

  @Test
  void everyChunkIsCountedOnceWhateverItsStateAndQueue() {
    var paused = scene.submit(JobPlan.range(5).chunksOf(1));
    scene.store().pause(paused);
    var own = scene.submit(JobPlan.range(4).chunksOf(1));
    scene.store().reroute(own, "own.py@1");
    scene.submit(JobPlan.range(7).chunksOf(1));
    scene.settle(scene.claimOne(), new Part.Delayed(1, Duration.ofHours(1)));
    scene.claimOne();
    scene.record(scene.claimOne());

    assertThat(watch.active(20).chunks()).isEqualTo(new StoreWatch.Chunks(5 + 4 + 4, 1, 1));
  }

  @Test
  void moreChunksThanAreLookedAtAreToldApartInProportion() {
    for (int i = 0; i < 60; i++) {
      scene.submit(JobPlan.range(16).chunksOf(1));
    }
    var claimed = scene.claim(960);
    for (int i = 0; i < 480; i++) {
      scene.settle(claimed.get(i), new Part.Delayed(1, Duration.ofHours(1)));
    }
    var chunks = watch.active(1).chunks();
    assertThat(chunks.ready()).isZero();
    assertThat(chunks.delayed() + chunks.leased()).isEqualTo(960);
    assertThat(chunks.leased()).isBetween(380L, 580L);
  }

  @Test
  void theNewestJobsThatHaveNotEndedAreRead() {
    var first = scene.submit(JobPlan.range(2));
    scene.drain();
    redis.clock().advance(Duration.ofSeconds(1));
    var second = scene.submit(JobPlan.range(2));
    redis.clock().advance(Duration.ofSeconds(1));
    var third = scene.submit(JobPlan.range(2));

    assertThat(watch.active(20).newest()).extracting(Job::id).containsExactly(third, second);
    assertThat(watch.active(1).newest()).extracting(Job::id).containsExactly(third);
    assertThat(watch.active(1).jobs()).isEqualTo(2);
    assertThat(scene.find(first).state().isTerminal()).isTrue();
  }
}
