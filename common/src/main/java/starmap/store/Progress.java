package starmap.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import starmap.job.JobId;
import starmap.job.JobState;
import starmap.wire.SegmentReader;

/**
 * What the doorbell tells of a job: that it has moved on, and, of a small one that has just
 * succeeded and whose results go to one reader, these results too.
 *
 * @param job the job
 * @param total number of items; 0 where no results are told
 * @param segment the one segment with all of them; null where none is told
 */
@SuppressWarnings("ArrayRecordComponent") // bytes pass through, and are never compared
public record Progress(JobId job, long total, byte @Nullable [] segment) {

  /** Reads what {@code announce} of {@code lib/finish.lua} has sent. */
  static Progress parse(byte[] message) {
    int line = 0;
    while (line < message.length && message[line] != '\n') {
      line++;
    }
    var words = new String(message, 0, line, US_ASCII).split(" ", 2);
    var job = new JobId(words[0]);
    return words.length == 1
        ? new Progress(job, 0, null)
        : new Progress(
            job, Long.parseLong(words[1]), Arrays.copyOfRange(message, line + 1, message.length));
  }

  /** All results, as {@link JobResults#collect} would give them; empty where none were told. */
  public Optional<JobResults.Collected> results() {
    return Optional.ofNullable(segment)
        .map(
            bytes ->
                new JobResults.Collected(
                    JobState.SUCCEEDED,
                    total,
                    total,
                    0,
                    List.of(new JobResults.Entry(0, SegmentReader.of(bytes)))));
  }
}
