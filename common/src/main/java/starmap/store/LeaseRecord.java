package starmap.store;

import starmap.chunk.ChunkId;
import starmap.chunk.Segment;
import starmap.job.JobError;
import starmap.wire.JobCodec;
import starmap.wire.SegmentWriter;

/**
 * A chunk's record in Redis as a sweep reads it.
 *
 * @param attempts how often it was claimed
 * @param strikes how many workers died while they held it
 * @param worker id of its holder; empty where nobody holds it
 */
record LeaseRecord(int attempts, int strikes, String worker) {
  /** Error type of an item whose worker died again and again. */
  static final String CRASHED = "CRASHED";

  private static final int LAST_CHANCE = 2;

  static LeaseRecord of(String record) {
    var fields = record.split(";", -1);
    var worker = fields[0].equals("L") ? RandomWords.workerOf(fields[4]) : "";
    return new LeaseRecord(Integer.parseInt(fields[1]), Integer.parseInt(fields[2]), worker);
  }

  /** Adds what is recorded should the death of its worker be one too many; it rarely is. */
  void addCrash(Arguments arguments, ChunkId chunk, String workerName) {
    if (chunk.length() > 1 || strikes < LAST_CHANCE) {
      arguments.add("").add("");
      return;
    }
    var message =
        "%d workers died while they held this item, and at least the last 2 computed nothing else (%s was the last): it ended or crashed its process, or had it killed"
            .formatted(strikes + 1, workerName);
    arguments.add(segment(message).bytes());
    arguments.add(JobCodec.write(new JobError(chunk.start(), CRASHED, message, attempts)));
  }

  private Segment segment(String message) {
    var writer = new SegmentWriter();
    writer.failure(CRASHED, message, attempts);
    return writer.finish();
  }
}
