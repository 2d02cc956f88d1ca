package starmap.store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import starmap.chunk.Block;
import starmap.chunk.ChunkId;
import starmap.chunk.ClaimedChunk;
import starmap.chunk.LeaseState;
import starmap.chunk.LostLeases;
import starmap.chunk.SettleResult;
import starmap.chunk.Settlement;
import starmap.job.Job;
import starmap.job.JobChange;
import starmap.job.JobId;
import starmap.job.JobState;
import starmap.job.NewJob;

/**
 * Jobs, their chunks and their results. Every verb is atomic and may be repeated after a {@link
 * StoreException.Unavailable}: what was done already is not done twice.
 *
 * <p>All methods throw {@link StoreException} where Redis does not do what was asked.
 */
public interface JobStore extends JobResults {

  /**
   * Accepts a job whole: a generated input, or at most one block of uploaded items (null = none).
   */
  Submitted submit(NewJob job, @Nullable Block block);

  /**
   * Accepts a job whose blocks follow with {@link #put}. Abandoned uploads are purged after a
   * minute without a put.
   */
  Submitted create(NewJob job);

  /** Stores the next block of input, unless {@code mostWaiting} bytes wait to be dispatched. */
  PutResult put(JobId id, Block block, long mostWaiting);

  /** Stores the next block of input, however much of it waits. */
  default PutResult put(JobId id, Block block) {
    return put(id, block, Long.MAX_VALUE);
  }

  /** Says that the input is complete. Empty where the job is gone. */
  Optional<JobState> seal(JobId id);

  /** Leases ready chunks. Empty when nothing is ready, which is not an error. */
  default List<ClaimedChunk> claim(Claim claim) {
    return settleAndClaim(List.of(), claim).claimed();
  }

  /** Replaces chunks by the parts they became; one result for each settlement, in order. */
  default List<SettleResult> settle(List<Settlement> settlements) {
    return settleAndClaim(settlements, null).settled();
  }

  /**
   * Settles, then claims (unless {@code claim} is null), in one round trip. Where only settling
   * fails, what was claimed is given back.
   */
  Round settleAndClaim(List<Settlement> settlements, @Nullable Claim claim);

  /** Renews leases; one state for each, in order. */
  Extended extend(List<Held> held);

  /**
   * Takes back expired chunks, purges what is over, forgets dead workers: a bounded amount of each.
   * Anyone may call it any time.
   */
  Swept sweep();

  /** Whether this process is one of the few that sweep now. Its seat is kept for 5 s. */
  Seat seat(String process);

  /** Ends a job. Its state afterwards, terminal in any case; empty where there is no such job. */
  Optional<JobState> cancel(JobId id);

  /**
   * Lets nothing more of a job be claimed; chunks at work are finished. Its state afterwards, which
   * is terminal where it had ended before; empty where there is no such job.
   */
  Optional<JobState> pause(JobId id);

  /** Lets a paused job go on. Its state afterwards, as with {@link #pause}. */
  Optional<JobState> resume(JobId id);

  /**
   * Moves a job to the queue of its source, because a worker that does not have the source got a
   * chunk of it. That chunk is still to be given back.
   */
  Rerouted reroute(JobId id, String source);

  /** Changes options of a job that has not ended, and how long any job is kept. */
  Changed change(JobId id, JobChange change);

  /**
   * Lets an ended job compute its failed items again, into the same indexes, and whatever it left
   * undone when it failed. Chunks of the time before do not count any more.
   */
  Retried retry(JobId id);

  /** Removes a job with all its keys; false where there is no such job. */
  boolean purge(JobId id);

  /**
   * Removes a job whose input is not complete; false where it is, even if the caller never heard of
   * it.
   */
  boolean abandon(JobId id);

  /** Reads a job without its results. */
  Optional<Job> find(JobId id);

  /** Jobs from the newest to the oldest. */
  Page list(Cursor from, int size);

  /** Answer of change. */
  enum Changed {
    /** It is as was asked. */
    CHANGED,
    /** It has ended, and something else than its retention was to be changed. */
    ENDED,
    /** There is no such job. */
    GONE
  }

  /** Answer of reroute. */
  enum Rerouted {
    /** It waits there from now on. */
    MOVED,
    /** It was there. */
    KEPT,
    /** It has ended. */
    ENDED,
    /** There is no such job. */
    GONE
  }

  /** Answer of retry. */
  enum Retried {
    /** Its failed items are to be computed again. */
    REOPENED,
    /** It has not ended. */
    ACTIVE,
    /** Every item has a value. */
    NOTHING_FAILED,
    /** Its results are not kept, so there is nothing to complete. */
    NOT_STORED,
    /**
     * It was cancelled, its time was over, it failed before all of its input was there, or Redis
     * lost a part of it: its input is gone.
     */
    OVER,
    /** Too many jobs are active. */
    REFUSED,
    /** There is no such job. */
    GONE
  }

  /** What became of a submission. */
  enum Submission {
    /** It is a new job. */
    CREATED,
    /** The same job was here already. */
    EXISTS,
    /** Another job has this id. */
    CONFLICT,
    /** Too many jobs are active. */
    REFUSED
  }

  /**
   * Answer of submit and create.
   *
   * @param submission what became of it
   * @param state the state of the job of this id; null where there is none
   */
  record Submitted(Submission submission, @Nullable JobState state) {}

  /** Answer of put. */
  enum PutResult {
    /** The block is stored. */
    STORED,
    /** It was here already. */
    EXISTS,
    /** A block before it is missing. */
    GAP,
    /** Nothing was stored, because too much waits to be dispatched: put it again later. */
    FULL,
    /** The input was sealed, or the job has ended. */
    CLOSED,
    /** There is no such job. */
    GONE
  }

  /**
   * Asks for chunks.
   *
   * @param workerId who asks
   * @param most at most so many chunks
   * @param work stop when the chunks are expected to take so long together; a chunk of unknown cost
   *     counts as endless
   * @param othersWait whether other slots of the worker wait for work
   * @param queues sources of the worker whose queues are to be looked at as well
   */
  record Claim(String workerId, int most, Duration work, boolean othersWait, List<String> queues) {
    /** From the queue that every worker serves. */
    public Claim(String workerId, int most, Duration work, boolean othersWait) {
      this(workerId, most, work, othersWait, List.of());
    }

    /** Of a worker whose other slots are busy. */
    public Claim(String workerId, int most, Duration work) {
      this(workerId, most, work, false);
    }
  }

  /**
   * Answer of settle and claim.
   *
   * @param settled one result per settlement
   * @param claimed the chunks leased
   * @param starving whether other workers have nothing to do
   * @param more those of the queues that were looked at in which chunks are left
   */
  record Round(
      List<SettleResult> settled,
      List<ClaimedChunk> claimed,
      boolean starving,
      List<String> more) {}

  /**
   * A lease to renew.
   *
   * @param id the chunk as it is held now
   * @param token its token
   * @param position offset of the item at work, written ahead; -1 where it is not told
   */
  record Held(ChunkId id, String token, int position) {}

  /**
   * Answer of extend.
   *
   * @param states one per lease
   * @param starving whether another worker has nothing to do
   */
  record Extended(List<LeaseState> states, boolean starving) {}

  /**
   * Answer of sweep.
   *
   * @param reclaimed chunks that are ready again, narrowed down or given up
   * @param purged jobs removed
   * @param lost leases that ended by themselves, of the chunks that were taken back
   */
  record Swept(int reclaimed, int purged, List<LostLeases> lost) {}

  /**
   * Answer of seat.
   *
   * @param taken whether the process that asked is to sweep
   * @param workers how many there are
   */
  record Seat(boolean taken, int workers) {}

  /**
   * Where a listing goes on.
   *
   * @param created creation time of the last job seen, epoch milliseconds; {@link Long#MAX_VALUE}
   *     begins at the newest
   * @param id the last job seen, which breaks ties; empty at the begin
   */
  record Cursor(long created, String id) {
    /** Before the newest job. */
    public static final Cursor BEGIN = new Cursor(Long.MAX_VALUE, "");
  }

  /**
   * A stretch of the list of jobs.
   *
   * @param jobs newest first
   * @param next where the list goes on; null at its end
   */
  record Page(List<Job> jobs, @Nullable Cursor next) {}
}
