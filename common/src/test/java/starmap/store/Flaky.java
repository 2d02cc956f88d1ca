package starmap.store;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import starmap.chunk.Block;
import starmap.chunk.Settlement;
import starmap.chunk.Statistics;
import starmap.job.Job;
import starmap.job.JobChange;
import starmap.job.JobId;
import starmap.job.JobState;
import starmap.job.NewJob;
import starmap.job.Reduction;

/**
 * A bad network before a store: calls get lost, are carried out twice, or are carried out and their
 * answer is lost.
 */
final class Flaky implements JobStore {
  private final JobStore store;
  private final Random random;
  private boolean calm;

  Flaky(JobStore store, Random random) {
    this.store = store;
    this.random = random;
  }

  /** From now on the network is good. */
  void calm() {
    calm = true;
  }

  /** Makes any call through the bad network. */
  <T> T call(Supplier<T> verb) {
    int dice = calm ? 100 : random.nextInt(100);
    if (dice < 4) {
      throw new StoreException.Unavailable("lost before it was carried out", null);
    }
    T answer = verb.get();
    if (dice < 10) {
      return verb.get();
    }
    if (dice < 18) {
      throw new StoreException.Unavailable("carried out, but the answer is lost", null);
    }
    return answer;
  }

  @Override
  public Submitted submit(NewJob job, Block block) {
    return call(() -> store.submit(job, block));
  }

  @Override
  public Submitted create(NewJob job) {
    return call(() -> store.create(job));
  }

  @Override
  public PutResult put(JobId id, Block block, long mostWaiting) {
    return call(() -> store.put(id, block, mostWaiting));
  }

  @Override
  public Optional<JobState> seal(JobId id) {
    return call(() -> store.seal(id));
  }

  /** The connection may also break between the two halves. */
  @Override
  public Round settleAndClaim(List<Settlement> settlements, Claim claim) {
    if (!calm && random.nextInt(30) == 0) {
      store.settle(settlements);
      throw new StoreException.Unavailable("settled, but not claimed", null);
    }
    return call(() -> store.settleAndClaim(settlements, claim));
  }

  @Override
  public Extended extend(List<Held> held) {
    return call(() -> store.extend(held));
  }

  @Override
  public Swept sweep() {
    return call(store::sweep);
  }

  @Override
  public Seat seat(String process) {
    return call(() -> store.seat(process));
  }

  @Override
  public Optional<JobState> cancel(JobId id) {
    return call(() -> store.cancel(id));
  }

  @Override
  public Optional<JobState> pause(JobId id) {
    return call(() -> store.pause(id));
  }

  @Override
  public Optional<JobState> resume(JobId id) {
    return call(() -> store.resume(id));
  }

  @Override
  public Rerouted reroute(JobId id, String source) {
    return call(() -> store.reroute(id, source));
  }

  @Override
  public Changed change(JobId id, JobChange change) {
    return call(() -> store.change(id, change));
  }

  @Override
  public Retried retry(JobId id) {
    return call(() -> store.retry(id));
  }

  @Override
  public boolean purge(JobId id) {
    return call(() -> store.purge(id));
  }

  @Override
  public boolean abandon(JobId id) {
    return call(() -> store.abandon(id));
  }

  @Override
  public Optional<Job> find(JobId id) {
    return store.find(id);
  }

  @Override
  public Page list(Cursor from, int size) {
    return store.list(from, size);
  }

  @Override
  public Optional<Collected> collect(Collect collect) {
    return call(() -> store.collect(collect));
  }

  @Override
  public Optional<Reduction> reduction(JobId id) {
    return store.reduction(id);
  }

  @Override
  public Failures failures(JobId id, long from) {
    return store.failures(id, from);
  }

  @Override
  public StoredInput input(JobId id) {
    return store.input(id);
  }

  @Override
  public Ledger ledger(JobId id) {
    return store.ledger(id);
  }

  @Override
  public Statistics statistics(JobId id) {
    return store.statistics(id);
  }
}
