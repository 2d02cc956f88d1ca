package starmap.api.event;

import java.io.IOException;
import java.time.Instant;
import java.util.OptionalDouble;
import starmap.job.Job;

/** Shows a client how a job gets on. */
interface Display {
  /**
   * Shows the job.
   *
   * @param rate items a second at present
   * @param now when it was looked at
   */
  void show(Job job, OptionalDouble rate, Instant now) throws IOException;
}
