package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import starmap.chunk.ClaimedChunk;
import starmap.chunk.LeaseState;
import starmap.chunk.SettleResult;
import starmap.chunk.Settlement;
import starmap.job.JobId;

/** What is told of the calls of a store. */
class HeardStoreIT {
  @RegisterExtension final Redis redis = new Redis();
  private final Notes notes = new Notes();

  @Test
  void everyCallIsToldOnceWithItsVerb() {
    var store = HeardStore.of(redis.store(), notes);
    var plan = JobPlan.range(2).chunksOf(1);
    store.submit(plan.job(), null);
    store.submit(plan.job(), null);
    var chunk = store.claim(claim()).getFirst();
    store.extend(List.of(new JobStore.Held(chunk.id(), chunk.token(), -1)));
    store.settleAndClaim(List.of(settlement(chunk)), claim());
    store.settle(List.of(settlement(chunk)));
    store.input(plan.id());
    store.cancel(plan.id());
    assertThat(store.find(plan.id())).isPresent();

    assertThat(notes.calls)
        .containsExactly(
            "submit OK",
            "submit OK",
            "claim OK",
            "extend OK",
            "settle_claim OK",
            "settle OK",
            "cancel OK",
            "find OK");
    assertThat(notes.submitted).as("new jobs").isOne();
    assertThat(notes.claimed).hasSize(2);
    assertThat(notes.settled).containsExactly(SettleResult.RECORDED, SettleResult.GONE);
    assertThat(notes.extended).containsExactly(LeaseState.HELD);
  }

  @Test
  void failuresAreToldAndReachTheCallerAsTheyAre() {
    redis.raw().configSet("maxmemory", "1");
    var store = HeardStore.of(redis.store(), notes);
    assertThatThrownBy(() -> store.submit(JobPlan.range(1).job(), null))
        .isInstanceOf(StoreException.Full.class);
    redis.raw().configSet("maxmemory", "0");

    assertThat(notes.calls).containsExactly("submit FULL");
    assertThat(notes.submitted).isZero();
  }

  @Test
  void itIsStillTheStoreToThoseWhoCompareIt() {
    var store = HeardStore.of(redis.store(), notes);
    assertThat(store.toString()).isEqualTo(redis.store().toString());
    assertThat(store.list(JobStore.Cursor.BEGIN, 1).jobs()).isEmpty();
    assertThat(store.find(JobId.random())).isEmpty();
  }

  private static JobStore.Claim claim() {
    return new JobStore.Claim("w1", 1, Duration.ofDays(1));
  }

  private static Settlement settlement(ClaimedChunk chunk) {
    return Scene.settlement(chunk, Duration.ofMillis(1), Parts.squares(chunk.id().start(), 1));
  }

  private static final class Notes implements StoreListener {
    private final List<String> calls = new ArrayList<>();
    private final List<ClaimedChunk> claimed = new ArrayList<>();
    private final List<SettleResult> settled = new ArrayList<>();
    private final List<LeaseState> extended = new ArrayList<>();
    private int submitted;

    @Override
    public void called(String verb, CallOutcome outcome, long nanos) {
      assertThat(nanos).isPositive();
      calls.add(verb + " " + outcome);
    }

    @Override
    public void submitted() {
      submitted++;
    }

    @Override
    public void claimed(List<ClaimedChunk> chunks) {
      claimed.addAll(chunks);
    }

    @Override
    public void settled(List<Settlement> settlements, List<SettleResult> results) {
      assertThat(results).hasSameSizeAs(settlements);
      settled.addAll(results);
    }

    @Override
    public void extended(List<LeaseState> states) {
      extended.addAll(states);
    }
  }
}
