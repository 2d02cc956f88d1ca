package starmap.api.result;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import starmap.api.problem.ProblemException;
import starmap.api.problem.ProblemType;
import starmap.job.JobState;
import starmap.store.JobResults;

/**
 * Sends results as they become readable. A cut stream has no final chunk; how the job stood at the
 * end is told besides in trailers, to clients that take them.
 */
public final class ResultStream {
  private static final Duration HURRY = Duration.ofMillis(20);
  private static final Duration PATIENT = Duration.ofSeconds(1);
  private static final Duration ENDLESS = Duration.ofDays(365);
  private static final int BUFFER = 64 * 1024;

  private final HttpServletResponse response;
  private final ResultWriter writer;
  private final ResultReader reader;
  private final Sender sender;
  private final long deadline;
  private JobState state = JobState.QUEUED;
  private byte[] opening = {};
  private boolean opened;
  private long flushed;
  private long flushTime = System.nanoTime();

  /**
   * A range of indexes.
   *
   * @param from the first one
   * @param to the first one behind it
   */
  public record Range(long from, long to) {
    /** Every index. */
    public static final Range ALL = new Range(0, Long.MAX_VALUE);
  }

  /** Whoever sent the request, and may be sending still. */
  public interface Sender {
    /** Ends the answer where the sender is gone, or what it sent is wrong. */
    void require() throws IOException;

    /** Whether nothing follows the first {@code items} answers until more is sent. */
    default boolean isAnswered(long items) {
      return false;
    }
  }

  /** Sends what {@code reader} reads, and gives up after {@code timeout}. */
  public ResultStream(
      Sender sender,
      HttpServletResponse response,
      ResultWriter.Layout layout,
      ResultReader reader,
      Optional<Duration> timeout)
      throws IOException {
    this.deadline = System.nanoTime() + timeout.orElse(ENDLESS).toNanos();
    response.setTrailerFields(this::trailers);
    response.setHeader("Trailer", "X-Job-State, X-Item-Count");
    this.sender = sender;
    this.response = response;
    this.reader = reader;
    this.writer = new ResultWriter(response.getOutputStream(), layout);
  }

  /** Begins the answer with {@code text}. */
  public void openWith(byte[] text) {
    opening = text;
  }

  /**
   * Sends results until the range or the job ends; without {@code follow}, until one is not there
   * yet.
   */
  public void send(Range range, boolean follow) throws IOException {
    boolean _ = run(range, follow, false);
    open();
    writer.end();
  }

  /**
   * Sends every result, and stops before the first failed item. True when all were sent; the array
   * is then closed.
   */
  public boolean sendUntilFailure() throws IOException {
    boolean whole = run(Range.ALL, true, true);
    if (whole) {
      open();
      writer.end();
    }
    return whole;
  }

  /** What it writes to. */
  public ResultWriter writer() {
    return writer;
  }

  /** Ends an answer that is on its way with a problem, behind which nothing follows. */
  public void fail(ProblemException problem, JobState end) throws IOException {
    state = end;
    writer.problemLine(problem);
  }

  private boolean run(Range range, boolean follow, boolean untilFailure) throws IOException {
    while (!reader.isPast(range.to())) {
      var collected = reader.poll();
      state = collected.state();
      if (!collected.entries().isEmpty()) {
        open();
      }
      for (var entry : collected.entries()) {
        boolean failed = untilFailure && entry.segment().failed() > 0;
        writer.write(entry, range.from(), failed ? firstFailure(entry) : range.to());
        if (failed) {
          return false;
        }
      }
      if (reader.isLast(collected)) {
        return true;
      }
      if (collected.entries().isEmpty()) {
        if (state.isTerminal() || !follow) {
          reader.requireNoGap(collected, range.to());
          return state == JobState.SUCCEEDED || !untilFailure;
        }
        await();
      } else if (System.nanoTime() - flushTime > HURRY.toNanos()) {
        flush();
      }
    }
    return true;
  }

  /** Thousands of answers may wait; each has a large buffer only once there is something for it. */
  private void open() throws IOException {
    if (!opened) {
      opened = true;
      response.setBufferSize(BUFFER);
      response.getOutputStream().write(opening);
    }
  }

  private static long firstFailure(JobResults.Entry entry) {
    return entry.start() + entry.segment().errors().getFirst().offset();
  }

  /**
   * Waits a moment for more before it sends what is there, because few large packets are cheaper
   * than many small ones. Until there is a result nothing is sent, because the answer may still
   * become a problem.
   */
  private void await() throws IOException {
    if (System.nanoTime() > deadline) {
      throw ProblemException.of(
          ProblemType.TIMED_OUT,
          "the results were not ready in time; submit a job, or raise 'timeout'");
    }
    if (sender.isAnswered(writer.count()) || !reader.await(HURRY)) {
      sender.require();
      flush();
      reader.await(PATIENT);
    }
  }

  /** What was written waits no longer for its packet to fill, however steadily more follows. */
  private void flush() throws IOException {
    if (writer.count() > flushed) {
      response.flushBuffer();
      flushed = writer.count();
    }
    flushTime = System.nanoTime();
  }

  private Map<String, String> trailers() {
    return Map.of("X-Job-State", state.name(), "X-Item-Count", Long.toString(writer.count()));
  }
}
