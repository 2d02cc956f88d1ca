package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import starmap.chunk.LeaseState;
import starmap.chunk.SettleResult;
import starmap.job.JobState;

/** A server that was restarted, or is a new master, knows none of our scripts. */
class NoScriptIT {
  @RegisterExtension final Redis redis = new Redis();
  private final Scene scene = new Scene(redis);

  @Test
  void everyVerbLoadsItsScriptWhenTheServerHasForgottenIt() {
    var plan = JobPlan.upload().chunksOf(1);
    forget();
    assertThat(redis.store().create(plan.job()).state()).isEqualTo(JobState.ACCEPTING);
    forget();
    assertThat(redis.store().put(plan.id(), Parts.block(0, 3)))
        .isEqualTo(JobStore.PutResult.STORED);
    forget();
    assertThat(redis.store().seal(plan.id())).contains(JobState.QUEUED);
    forget();
    var chunk = scene.claimOne();
    forget();
    assertThat(scene.extend(chunk, 0)).isEqualTo(LeaseState.HELD);
    forget();
    assertThat(scene.record(chunk)).isEqualTo(SettleResult.RECORDED);
    forget();
    assertThat(scene.values(plan.id())).containsExactly("0");
    scene.claimOne();
    forget();
    assertThat(scene.expire().reclaimed()).isEqualTo(1);
    forget();
    assertThat(redis.store().cancel(plan.id())).contains(JobState.CANCELLED);
    forget();
    assertThat(redis.store().purge(plan.id())).isTrue();
    forget();
    scene.heartbeat("w1", 1);
    forget();
    assertThat(scene.submit(JobPlan.range(1))).isNotNull();
  }

  @Test
  void settlingAndClaimingInOneRoundLoadsBoth() {
    scene.submit(JobPlan.range(2).chunksOf(1));
    var settlement = Scene.settlement(scene.claimOne(), Scene.LEASE, Parts.squares(0, 1));
    forget();

    var round =
        redis.store().settleAndClaim(List.of(settlement), new JobStore.Claim("w1", 1, Scene.LEASE));

    assertThat(round.settled()).containsExactly(SettleResult.RECORDED);
    assertThat(round.claimed()).hasSize(1);
  }

  private void forget() {
    redis.raw().scriptFlush();
  }
}
