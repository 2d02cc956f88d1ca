package starmap.api.chunk;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of a job in a fixed number of figures, however many chunks there are.
 *
 * @param recorded chunks that are recorded
 * @param map where in the range of indexes they lie
 * @param timeline when which worker computed them
 */
@SuppressWarnings("ArrayRecordComponent") // they are written as JSON, and never compared
record SummaryView(long recorded, Cells map, Timeline timeline) {

  /**
   * The range of indexes in at most 512 cells of the same width. What a cell has beyond these items
   * waits in the queue, or was never begun.
   *
   * @param itemsPerCell items in a cell; the last one may have fewer
   * @param recorded items with a value or an error
   * @param failed those with an error; spread evenly over the chunk that they are in
   * @param leased items that a worker holds
   * @param delayed items that wait for their time to be tried again
   */
  @Schema(name = "ChunkMap")
  record Cells(long itemsPerCell, long[] recorded, long[] failed, long[] leased, long[] delayed) {}

  /**
   * Time since the first chunk was begun, in at most 240 bins of the same width.
   *
   * @param from where the first bin begins
   * @param secondsPerBin width of a bin
   * @param bins how many are in use
   * @param workers the busiest ones, busiest first
   * @param others all others together; null where there are none
   */
  @Schema(name = "ChunkTimeline")
  record Timeline(
      Instant from, double secondsPerBin, int bins, List<Line> workers, @Nullable Line others) {}

  /**
   * What a worker computed.
   *
   * @param worker its id; absent of several together
   * @param chunks chunks
   * @param items items with a value or an error
   * @param failed those with an error
   * @param busy seconds that its slots spent on them, in each bin
   */
  @Schema(name = "ChunkTimelineLine")
  record Line(
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String worker,
      long chunks,
      long items,
      long failed,
      double[] busy) {}
}
