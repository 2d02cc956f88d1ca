package starmap.api.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import starmap.api.job.JobView;
import starmap.job.Job;
import starmap.job.JobState;
import tools.jackson.databind.json.JsonMapper;

/**
 * Server-Sent Events. The id of each is the number of the last change of state that the client has
 * been told of, so that with {@code Last-Event-ID} it misses none and sees none twice.
 */
final class EventDisplay implements Display {
  /** A line that means nothing, so that nobody on the way takes the connection for dead. */
  private static final byte[] ALIVE = ": the job is watched\n\n".getBytes(UTF_8);

  private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

  private final OutputStream out;
  private final JsonMapper json;
  private final Function<Job, JobView> whole;
  private long seen;
  private @Nullable Job last;
  private Instant writtenAt = Instant.EPOCH;

  /**
   * Writes to a client.
   *
   * @param whole shows a job that has ended, with its reduction
   * @param seen the last change of state that the client knows of; 0 is none
   */
  EventDisplay(OutputStream out, JsonMapper json, Function<Job, JobView> whole, long seen) {
    this.out = out;
    this.json = json;
    this.whole = whole;
    this.seen = seen;
  }

  /**
   * A change of state.
   *
   * @param state the state that began
   * @param at when
   */
  record Change(JobState state, Instant at) {}

  @Override
  public void show(Job job, OptionalDouble rate, Instant now) throws IOException {
    var changes = job.history();
    if (changes.isEmpty() || seen > changes.getLast().number()) {
      seen = 0; // it is another job than the client knew by this id
    }
    boolean ended = job.state().isTerminal();
    if (last == null || (!ended && !job.equals(last))) {
      write("progress", Long.toString(seen), view(job, rate, now), now);
    }
    last = job;
    for (var change : changes) {
      if (change.number() > seen) {
        seen = change.number();
        write("state", Long.toString(seen), new Change(change.state(), change.at()), now);
      }
    }
    if (ended) {
      write("end", LastEvent.end(changes), whole.apply(job), now);
    } else if (Duration.between(writtenAt, now).compareTo(KEEP_ALIVE) >= 0) {
      out.write(ALIVE);
      writtenAt = now;
    }
  }

  private static JobView view(Job job, OptionalDouble rate, Instant now) {
    return JobView.of(job, now, rate.isPresent() ? (Double) rate.getAsDouble() : null);
  }

  private void write(String event, String id, Object body, Instant now) throws IOException {
    out.write(("event: " + event + "\nid: " + id + "\ndata: ").getBytes(UTF_8));
    out.write(json.writeValueAsBytes(body));
    out.write("\n\n".getBytes(UTF_8));
    writtenAt = now;
  }
}
