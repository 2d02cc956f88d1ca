package starmap.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import starmap.job.JobId;
import starmap.job.JobState;

/**
 * Jobs that have ended and that no log has told of yet: a short list that {@code lib/job.lua}
 * writes, whoever ended them, and that each is taken from once. Direct calls are not in it.
 */
public final class EndedJobs {
  private final RedisLink link;
  private final byte[] key;

  EndedJobs(RedisLink link, Keys keys) {
    this.link = link;
    this.key = keys.ended().getBytes(UTF_8);
  }

  /**
   * How a job ended.
   *
   * @param id the job
   * @param state its last state
   * @param succeeded items that have a value
   * @param failed items that failed
   * @param time from its submission
   * @param function the pinned name; empty where Redis lost it
   */
  public record Ended(
      JobId id, JobState state, long succeeded, long failed, Duration time, String function) {
    private static final int FIELDS = 6;

    private static Ended of(byte[] entry) {
      var fields = new String(entry, UTF_8).split(" ", FIELDS);
      return new Ended(
          new JobId(fields[0]),
          JobState.valueOf(fields[1]),
          Long.parseLong(fields[2]),
          Long.parseLong(fields[3]),
          Duration.ofMillis(Long.parseLong(fields[4])),
          fields[5]);
    }
  }

  /** Takes at most so many, the oldest first. */
  public List<Ended> take(int most) {
    return link.call(s -> s.commands().lpop(key, most)).stream().map(Ended::of).toList();
  }
}
