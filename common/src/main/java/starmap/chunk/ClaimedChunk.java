package starmap.chunk;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import starmap.job.JobSpec;

/**
 * A chunk that this worker holds until its lease ends.
 *
 * @param id the range
 * @param token fences extend and settle: only the newest holder has it
 * @param attempt 1 for the first execution
 * @param strikes how many workers died while they held it
 * @param spec what to compute
 * @param input the block that the range lies in; null where the input is generated
 * @param waited how long it was ready before it was claimed
 */
public record ClaimedChunk(
    ChunkId id,
    String token,
    int attempt,
    int strikes,
    JobSpec spec,
    @Nullable Input input,
    Duration waited) {
  /** One that was claimed at once. */
  public ClaimedChunk(
      ChunkId id, String token, int attempt, int strikes, JobSpec spec, @Nullable Input input) {
    this(id, token, attempt, strikes, spec, input, Duration.ZERO);
  }

  /** The same as a call of another function, whose arguments an array brings. */
  public ClaimedChunk calling(String function) {
    return new ClaimedChunk(id, token, attempt, strikes, spec.calling(function), null, waited);
  }

  /**
   * A block as the worker sees it.
   *
   * @param start index of the block's first item, at most the chunk's start
   * @param items a JSON array of the block's items
   */
  @SuppressWarnings("ArrayRecordComponent") // see Block
  public record Input(long start, byte[] items) {}
}
