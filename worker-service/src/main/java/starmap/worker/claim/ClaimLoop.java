package starmap.worker.claim;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryTemplate;
import starmap.chunk.SettleResult;
import starmap.chunk.Settlement;
import starmap.log.LogKey;
import starmap.store.JobStore;
import starmap.store.Outage;
import starmap.store.Pace;
import starmap.store.StoreException;
import starmap.worker.execute.ChunkRunner;
import starmap.worker.held.Drain;
import starmap.worker.held.HeldChunk;
import starmap.worker.held.HeldChunks;

/**
 * One slot: settles what it has computed and claims the next chunks in one round trip, computes
 * them, and begins again. Nothing ends the loop but draining.
 */
public final class ClaimLoop implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(ClaimLoop.class);
  private static final int MOST_CHUNKS = 64;
  private static final JobStore.Round NOTHING =
      new JobStore.Round(List.of(), List.of(), false, List.of());

  /**
   * Tiny chunks are claimed several at a time, as long as the last slot to finish waits hardly
   * longer for it.
   */
  private static final Duration MOST_WORK = Duration.ofMillis(5);

  private final Worksite site;
  private final ChunkRunner runner;
  private final AtomicInteger busy;
  private final Outage outage = new Outage(LOG, "claiming and settling chunks");
  private final Batch batch;
  private boolean heard = true;

  /**
   * What all slots of a worker share.
   *
   * @param store where chunks come from
   * @param retry how a settlement is repeated while Redis is away
   * @param held chunks held by all slots
   * @param drain whether to stop
   * @param bell rings when there may be work
   * @param queues those of its sources
   * @param workerId who claims
   * @param idlePoll how long to wait for the bell before looking anyway, in a small fleet
   * @param pace how much longer in a large one
   */
  public record Worksite(
      JobStore store,
      RetryTemplate retry,
      HeldChunks held,
      Drain drain,
      Bell bell,
      Queues queues,
      String workerId,
      Duration idlePoll,
      Pace pace) {}

  /** {@code busy} counts the slots at work. */
  public ClaimLoop(Worksite site, ChunkRunner runner, AtomicInteger busy) {
    this.site = site;
    this.runner = runner;
    this.busy = busy;
    this.batch = new Batch(site.held());
  }

  @Override
  public void run() {
    while (!site.drain().isRequested() || !batch.isSettled()) {
      try {
        long seen = site.bell().count();
        if (!survives() && !site.drain().isRequested()) {
          site.bell().await(seen, jittered(idlePoll()));
          heard = site.bell().count() != seen;
        }
      } catch (InterruptedException _) {
        LOG.debug("a slot was interrupted between chunks");
      }
    }
  }

  /** One round. True when there was something to compute. */
  public boolean runOnce() {
    long hints = site.held().hints();
    var round = batch.exchange(this::exchange);
    if (round.claimed().isEmpty()) {
      return false;
    }
    if (!heard) {
      site.bell().ring(); // a hint was lost: there may be work for other slots, too
      heard = true;
    }
    busy.incrementAndGet();
    try {
      batch.hold(round.claimed());
      if (round.starving() || site.held().hints() != hints) {
        site.held().wishShare();
      }
      for (var chunk = batch.next(); chunk != null; chunk = batch.next()) {
        compute(chunk).ifPresent(batch::add);
      }
    } finally {
      busy.decrementAndGet();
    }
    return true;
  }

  /**
   * Settles for this slot, should what is at work take longer than other chunks and items should
   * wait. Called now and then on another thread, at a time of {@link System#nanoTime}.
   *
   * @throws StoreException where Redis does not answer; the slot settles later
   */
  public void relieve(long now) {
    batch.relieve(site.store(), now);
    var chunk = batch.atWork();
    if (chunk != null) {
      if (site.bell().isAwaited() && !runner.isClosed()) {
        chunk.wishShare();
      }
      runner.relieve(chunk, now);
    }
  }

  /** Slots that wait together take turns. */
  private Duration idlePoll() {
    return site.pace().of(site.idlePoll()).multipliedBy(1 + site.bell().waiting());
  }

  /** A round after which the loop goes on in any case. */
  private boolean survives() {
    try {
      return runOnce();
    } catch (Throwable e) { // a slot that ends would be missed by nobody but the users
      LOG.error(
          "a round of a slot failed; it begins anew, and its chunks come back when their lease ends",
          e);
      batch.forget();
      return false;
    }
  }

  private Optional<Settlement> compute(HeldChunk chunk) {
    return site.drain().isRequested() ? Optional.of(Batch.returned(chunk)) : runner.run(chunk);
  }

  /** Settles and claims. Only results are worth waiting for while Redis is away. */
  private JobStore.Round exchange(List<Settlement> settlements) {
    try {
      var round =
          settlements.isEmpty()
              ? round(settlements)
              : site.retry().<JobStore.Round>execute(() -> round(settlements));
      report(settlements, round.settled());
      return round;
    } catch (StoreException _) {
      return NOTHING; // there is nothing to lose, and the next round asks again
    } catch (RetryException e) {
      LOG.atWarn()
          .addKeyValue(LogKey.CHUNKS, settlements.size())
          .setCause(e)
          .log("results could not be written; the chunks will be computed again");
    }
    return NOTHING;
  }

  private JobStore.Round round(List<Settlement> settlements) {
    var queues = site.queues().next(site.bell());
    var claim = site.drain().isRequested() || runner.isClosed() ? null : claim(queues);
    try {
      var round = site.store().settleAndClaim(settlements, claim);
      outage.over();
      if (claim != null) {
        site.queues().seen(queues, round);
      }
      return round;
    } catch (StoreException.Full e) {
      outage.failed(e);
      // claims are refused while Redis has no memory, but settling frees some; what was settled
      // before is answered with `gone`
      return new JobStore.Round(site.store().settle(settlements), List.of(), false, List.of());
    } catch (StoreException e) {
      outage.failed(e);
      throw e;
    }
  }

  private JobStore.Claim claim(Queues.Look queues) {
    boolean othersWait = site.bell().isAwaited();
    return new JobStore.Claim(site.workerId(), MOST_CHUNKS, MOST_WORK, othersWait, queues.names());
  }

  private static void report(List<Settlement> settlements, List<SettleResult> results) {
    for (int i = 0; i < results.size(); i++) {
      var result = results.get(i);
      if (result != SettleResult.RECORDED) {
        LOG.atLevel(result == SettleResult.GONE ? Level.INFO : Level.WARN)
            .addKeyValue(LogKey.CHUNK, settlements.get(i).id())
            .addKeyValue(LogKey.RESULT, result)
            .log("chunk was settled out of lease");
      }
    }
  }

  private static Duration jittered(Duration time) {
    return Duration.ofNanos(
        (long) (time.toNanos() * (0.5 + ThreadLocalRandom.current().nextDouble())));
  }
}
