package starmap.api.overview;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import starmap.api.job.JobView;
import starmap.fleet.Worker;
import starmap.store.StoreMemory;
import starmap.store.StoreWatch;

/**
 * What the whole installation does at one moment.
 *
 * @param at when it was looked at
 * @param items how fast items are computed
 * @param chunks what waits in all queues, and what is at work
 * @param jobs how many there are
 * @param workers who computes
 * @param redis memory of Redis
 * @param active the newest jobs that have not ended, at most 20
 */
record Overview(
    Instant at,
    ItemRate items,
    ChunkCount chunks,
    JobCount jobs,
    WorkerCount workers,
    RedisMemory redis,
    List<JobView> active) {

  /**
   * Items of all workers over the last seconds; each tells with its heartbeat.
   *
   * @param perSecond with a value or an error
   * @param failedPerSecond with an error
   */
  record ItemRate(double perSecond, double failedPerSecond) {
    static ItemRate of(List<Worker> alive) {
      return new ItemRate(
          rounded(alive.stream().mapToDouble(one -> one.activity().itemsPerSecond()).sum()),
          rounded(alive.stream().mapToDouble(one -> one.activity().failedPerSecond()).sum()));
    }

    private static double rounded(double rate) {
      return Math.round(10 * rate) / 10.0;
    }
  }

  /**
   * Chunks of all jobs.
   *
   * @param ready wait for a worker, also those of paused jobs
   * @param delayed wait for their time to be tried again
   * @param leased at work
   */
  record ChunkCount(long ready, long delayed, long leased) {
    static ChunkCount of(StoreWatch.Chunks chunks) {
      return new ChunkCount(chunks.ready(), chunks.delayed(), chunks.leased());
    }
  }

  /**
   * Jobs.
   *
   * @param active have not ended
   */
  record JobCount(long active) {}

  /**
   * Workers.
   *
   * @param alive live ones
   * @param draining those of them that take no new chunks
   * @param slots slots of all live ones
   * @param busy slots at work
   */
  record WorkerCount(int alive, int draining, int slots, int busy) {
    static WorkerCount of(List<Worker> alive) {
      return new WorkerCount(
          alive.size(),
          (int) alive.stream().filter(Worker::draining).count(),
          alive.stream().mapToInt(Worker::slots).sum(),
          alive.stream().mapToInt(Worker::busy).sum());
    }
  }

  /**
   * Memory of Redis.
   *
   * @param usedBytes what it uses
   * @param maxBytes what it may use; null where it has no limit
   */
  record RedisMemory(long usedBytes, @Nullable Long maxBytes) {
    static RedisMemory of(StoreMemory.Usage usage) {
      return new RedisMemory(usage.usedBytes(), usage.maxBytes());
    }
  }

  static Overview of(
      Instant at, List<Worker.Seen> workers, StoreWatch.Active active, List<JobView> newest) {
    var alive = workers.stream().filter(Worker.Seen::alive).map(Worker.Seen::worker).toList();
    return new Overview(
        at,
        ItemRate.of(alive),
        ChunkCount.of(active.chunks()),
        new JobCount(active.jobs()),
        WorkerCount.of(alive),
        RedisMemory.of(active.memory()),
        newest);
  }
}
