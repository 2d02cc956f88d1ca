package starmap.store;

import java.util.List;
import java.util.Optional;
import starmap.chunk.Statistics;
import starmap.job.JobId;
import starmap.job.JobState;
import starmap.job.NewJob;
import starmap.job.Reduction;
import starmap.wire.SegmentReader;

/** The results of jobs, and what is told about them. */
public interface JobResults {
  /** Reads results; empty where there is no such job. */
  Optional<Collected> collect(Collect collect);

  /** The folded value of a job; empty where it reduces nothing, or is unknown. */
  Optional<Reduction> reduction(JobId id);

  /** Reads the next segments with failed items from an index on; the others are passed over. */
  Failures failures(JobId id, long from);

  /** The uploaded input of a job, as far as an item of it has no value or is not recorded. */
  StoredInput input(JobId id);

  /** Its chunks, with who computed what and when. */
  Ledger ledger(JobId id);

  /** What computing it cost so far; nothing where there is no such job. */
  Statistics statistics(JobId id);

  /** The order in which results are read. */
  enum Order {
    /** By index, without gaps. */
    INPUT,
    /** As they were recorded. */
    COMPLETION
  }

  /**
   * Asks for results.
   *
   * @param id the job
   * @param order which order
   * @param from the first index wanted, or how many segments to skip in completion order
   * @param mostBytes stop after so many bytes, or after 512 segments, so that Redis is not held for
   *     long
   * @param drop starts of segments that were read and are not needed any more
   */
  record Collect(JobId id, Order order, long from, int mostBytes, List<Long> drop) {}

  /**
   * Answer of collect.
   *
   * @param state state of the job at that moment
   * @param total number of items; {@link NewJob#UNKNOWN} while the upload goes on
   * @param succeeded items with a value
   * @param failed items with an error
   * @param entries segments; the first one may begin before the index asked for
   */
  record Collected(JobState state, long total, long succeeded, long failed, List<Entry> entries) {}

  /**
   * Answer of failures.
   *
   * @param entries segments in which an item failed, by index; the first may begin before the index
   *     asked for
   * @param next the index to go on from; {@link Long#MAX_VALUE} behind the last segment
   */
  record Failures(List<Entry> entries, long next) {}

  /**
   * A segment in its place.
   *
   * @param start index of its first item
   * @param segment the results
   */
  record Entry(long start, SegmentReader segment) {}
}
