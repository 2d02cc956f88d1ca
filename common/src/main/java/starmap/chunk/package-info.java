/**
 * The unit that is queued, leased and recorded: a contiguous, divisible range of items of one job.
 *
 * <p>A worker claims a {@link starmap.chunk.ClaimedChunk} and gives it back as a {@link
 * starmap.chunk.Settlement}, whose {@link starmap.chunk.Part parts} cover the chunk exactly, left
 * to right.
 */
@NullMarked
package starmap.chunk;

import org.jspecify.annotations.NullMarked;
