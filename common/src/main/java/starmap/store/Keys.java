package starmap.store;

import io.lettuce.core.cluster.SlotHash;
import java.util.ArrayList;
import java.util.List;
import starmap.job.JobId;

/**
 * Every Redis key, in one place. All keys of a shard share its hash tag, so that one script may
 * touch several of them.
 *
 * @param shard number of the shard, two digits in the tag
 */
record Keys(int shard) {
  /** Keys of an installation with one shard. */
  static final Keys SINGLE = new Keys(0);

  /** The queue that every worker serves; others are named like the source they belong to. */
  static final String DEFAULT = "default";

  /** ZSET chunk id → virtual finish time. Also the channel of a source's queue, for its bell. */
  String ready(String queue) {
    return prefix() + "ready:" + queue;
  }

  /**
   * The channel on which a worker is told of work; {@code ring} in {@code lib/chunk.lua}. And that
   * it is to drain.
   */
  String bell(String worker) {
    return ready(DEFAULT) + ":" + worker;
  }

  /** ZSET chunk id → epoch ms when someone must act: a lease or a delay is over. */
  String due() {
    return prefix() + "due";
  }

  /** STRING virtual time of the fair queue. */
  String virtualTime() {
    return prefix() + "vt";
  }

  /**
   * HASH job id → finish tag of its last dispatched chunk; all jobs that have not ended, and only
   * these.
   */
  String flow() {
    return prefix() + "flow";
  }

  /**
   * ZSET job id → epoch ms of the next life-cycle deadline: upload abandoned, or retention over.
   */
  String gc() {
    return prefix() + "gc";
  }

  /** ZSET job id → epoch ms of creation. Also the channel on which progress of jobs is told. */
  String jobs() {
    return prefix() + "jobs";
  }

  /**
   * HASH {@code slots} → slots of all live workers, {@code sources} → who has which source, see
   * {@code lib/fleet.lua}; and what is counted for those who watch: {@code ended:STATE} and {@code
   * took:STATE} → jobs and their milliseconds, {@code reclaimed} → chunks.
   */
  String usage() {
    return prefix() + "usage";
  }

  /** HASH worker id → {@code heartbeat ms;description}. */
  String workers() {
    return prefix() + "workers";
  }

  /** SET workers that were asked to take no new chunks. */
  String drains() {
    return prefix() + "drains";
  }

  /** ZSET process → epoch ms when it asked last whether it is one of those that sweep. */
  String sweepers() {
    return prefix() + "sweepers";
  }

  /**
   * ZSET worker id → epoch ms since when it finds nothing to do. Also the channel on which the
   * first such worker is told.
   */
  String idle() {
    return prefix() + "idle";
  }

  /**
   * HASH function → ms per item, as the last finished job measured it; function{@code #done} and
   * {@code #failed} → items of finished jobs.
   */
  String costs() {
    return prefix() + "costs";
  }

  /** SET jobs with many folded values, which are to be folded together. */
  String folding() {
    return prefix() + "folding";
  }

  /** LIST {@code ID STATE SUCCEEDED FAILED MS FUNCTION} of jobs whose end no log has told of. */
  String ended() {
    return prefix() + "ended";
  }

  /** The slot of a Redis Cluster that all keys of the shard are in. */
  int slot() {
    return SlotHash.getSlot(prefix());
  }

  /**
   * What the key of any job begins with. No key has this name, and every script names it among its
   * KEYS: while the slot moves to another server of a cluster, a script could lack a key half-way;
   * as this one is never there, Redis refuses the whole script instead.
   */
  String jobPrefix() {
    return prefix() + "j:";
  }

  /** HASH the job record. */
  String job(JobId id) {
    return jobPrefix() + id;
  }

  /**
   * HASH chunk id → {@code S;attempts;strikes;pos;token;block}; exists as long as the range is not
   * recorded. Of a ready one the token is the time since when it is.
   */
  String chunks(JobId id) {
    return job(id) + ":chunks";
  }

  /**
   * HASH {@code start,size} of a block → bytes, and {@code n}start → items of it that need it no
   * more, where that is not all or none.
   */
  String input(JobId id) {
    return job(id) + ":in";
  }

  /** LIST {@code start,end} of the blocks that are still to be dispatched. */
  String blocks(JobId id) {
    return job(id) + ":blocks";
  }

  /** HASH start → segment. */
  String results(JobId id) {
    return job(id) + ":res";
  }

  /** ZSET {@link LogEntry} → start, one for each segment. */
  String map(JobId id) {
    return job(id) + ":map";
  }

  /** LIST of {@link LogEntry} in the order of recording. */
  String log(JobId id) {
    return job(id) + ":log";
  }

  /**
   * LIST {@code from,to;block} of the stretches below the cursor that are to be dispatched again.
   */
  String again(JobId id) {
    return job(id) + ":again";
  }

  /** HASH {@code start:epoch} → {@code length;folded value}, see {@code starmap.reduce}. */
  String fold(JobId id) {
    return job(id) + ":fold";
  }

  /**
   * HASH {@code h}bucket → items that took so long, {@code busy} → microseconds of computing; see
   * {@code lib/stats.lua}.
   */
  String stats(JobId id) {
    return job(id) + ":stats";
  }

  /** ZSET index → microseconds, of the slowest items that were timed. */
  String slow(JobId id) {
    return job(id) + ":slow";
  }

  /**
   * ZSET {@link LogEntry} → start of the segments in which an item failed, up to 1,000 of them.
   * Nothing is decided on it, so that it may be lost.
   */
  String failures(JobId id) {
    return job(id) + ":failures";
  }

  /** The KEYS of {@code claim}. */
  List<String> ofClaim(List<String> queues) {
    var names = new ArrayList<>(List.of(ready(DEFAULT), due(), virtualTime(), idle(), jobPrefix()));
    if (!queues.isEmpty()) {
      names.add(usage());
      queues.forEach(queue -> names.add(ready(queue)));
    }
    return names;
  }

  /** The KEYS of every script that works on one job, in the order of {@code lib/keys.lua}. */
  List<String> ofJob(JobId id) {
    return List.of(
        ready(DEFAULT),
        due(),
        virtualTime(),
        flow(),
        gc(),
        jobs(),
        usage(),
        idle(),
        costs(),
        job(id),
        chunks(id),
        input(id),
        blocks(id),
        results(id),
        map(id),
        log(id),
        again(id),
        fold(id),
        folding(),
        stats(id),
        slow(id),
        failures(id),
        ended(),
        jobPrefix());
  }

  /** The KEYS of {@code register} and {@code drain}. */
  List<String> ofWorkers() {
    return List.of(workers(), drains(), ready(DEFAULT), jobPrefix());
  }

  /** The KEYS of {@code seat}. */
  List<String> ofSeats() {
    return List.of(sweepers(), workers(), jobPrefix());
  }

  /** The KEYS of {@code extend}. */
  List<String> ofExtend() {
    return List.of(ready(DEFAULT), due(), idle(), jobPrefix());
  }

  private String prefix() {
    return "sm:{s%02d}:".formatted(shard);
  }
}
