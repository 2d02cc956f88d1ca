package starmap.chunk;

import java.util.regex.Pattern;
import starmap.job.JobId;

/**
 * Names a range of items of one incarnation of a job: {@code job.epoch:start:length}.
 *
 * @param job the job
 * @param epoch random per incarnation, so that a job created again under the same id never receives
 *     a stale result
 * @param start index of the first item
 * @param length number of items, at least 1
 */
public record ChunkId(JobId job, String epoch, long start, int length) {
  private static final Pattern FORM = Pattern.compile("([a-z2-7]{26})\\.([a-z0-9]+):(\\d+):(\\d+)");

  /** Reads the text form. */
  public static ChunkId parse(String text) {
    var matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a chunk id: " + text);
    }
    return new ChunkId(
        new JobId(matcher.group(1)),
        matcher.group(2),
        Long.parseLong(matcher.group(3)),
        Integer.parseInt(matcher.group(4)));
  }

  /** The first index behind the chunk. */
  public long end() {
    return start + length;
  }

  /** The same incarnation, another range. */
  public ChunkId range(long newStart, int newLength) {
    return new ChunkId(job, epoch, newStart, newLength);
  }

  @Override
  public String toString() {
    return job + "." + epoch + ":" + start + ":" + length;
  }
}
