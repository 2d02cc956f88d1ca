package starmap.api.direct;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.coyote.CloseNowException;
import org.jspecify.annotations.Nullable;
import starmap.api.problem.ProblemException;
import starmap.api.problem.ProblemType;
import starmap.api.problem.StoreProblems;
import starmap.api.result.Format;
import starmap.api.result.ResultReader;
import starmap.api.result.ResultStream;
import starmap.api.result.ResultWriter;
import starmap.job.Job;
import starmap.job.JobError;
import starmap.job.JobState;
import starmap.job.NewJob;
import starmap.job.OnError;
import starmap.store.JobResults;
import starmap.store.JobStore;
import starmap.store.StoreException;
import starmap.wire.Json;

/**
 * The answer to a direct call. What goes wrong is a problem while nothing was sent; else the answer
 * is cut: an array stays open and its connection breaks, lines end with the error. To who takes
 * trailers, one tells the job's state, and nothing breaks.
 *
 * @param store where the results come from
 * @param job the job behind the call
 * @param response where they go
 * @param sender who sent the items, or is still at it
 * @param reader reads the results
 */
record DirectAnswer(
    JobStore store,
    NewJob job,
    HttpServletResponse response,
    ResultStream.Sender sender,
    ResultReader reader) {

  /** All results in the format asked for. */
  void items(DirectOptions options, Format format) throws IOException {
    boolean collect = options.onError() == OnError.COLLECT;
    boolean wrapped = collect && format == Format.JSON && options.order() == JobResults.Order.INPUT;
    response.setContentType(format.type().toString());
    response.setHeader("Location", "/v1/jobs/" + job.id());
    boolean bare = options.order() == JobResults.Order.INPUT;
    var stream = stream(options, new ResultWriter.Layout(format, bare, ResultWriter.Only.ALL));
    if (wrapped) {
      stream.openWith("{\"values\":".getBytes(US_ASCII));
    }
    boolean whole = send(stream, collect);
    if (whole && wrapped) {
      response.getOutputStream().write(summary(stream.writer()));
    }
    if (!whole && format == Format.JSON) {
      requireTrailers();
    }
    end();
  }

  /** An array that stays open ends like a whole answer, but where a trailer says what it is. */
  private void requireTrailers() throws IOException {
    if (response.getTrailerFields() == null) {
      response.flushBuffer();
      throw new CloseNowException("the call failed behind what was sent");
    }
  }

  /** One bare value. */
  void value(DirectOptions options) throws IOException {
    response.setContentType(Format.JSON.type().toString());
    var layout = new ResultWriter.Layout(Format.NDJSON, true, ResultWriter.Only.ALL);
    boolean _ = send(stream(options, layout), false);
    end();
  }

  private ResultStream stream(DirectOptions options, ResultWriter.Layout layout)
      throws IOException {
    return new ResultStream(sender, response, layout, reader, options.timeout());
  }

  /** Whether the answer is whole. */
  private boolean send(ResultStream stream, boolean collect) throws IOException {
    try {
      if (collect) {
        stream.send(ResultStream.Range.ALL, true);
        return true;
      }
      if (stream.sendUntilFailure()) {
        return true;
      }
      itemFailed(stream.writer());
    } catch (ProblemException e) {
      cut(stream, e, e);
    } catch (StoreException e) {
      cut(stream, StoreProblems.of(e), e);
    }
    return false;
  }

  private void cut(ResultStream stream, ProblemException problem, RuntimeException cause)
      throws IOException {
    if (!response.isCommitted()) {
      throw cause;
    }
    stream.fail(problem, cancel());
  }

  private JobState cancel() {
    try {
      return store.cancel(job.id()).orElse(JobState.CANCELLED);
    } catch (StoreException _) {
      return JobState.CANCELLED; // nobody reads its results, and it goes when its time is over
    }
  }

  private void itemFailed(ResultWriter writer) throws IOException {
    var ended = store.find(job.id());
    var error = ended.map(Job::error).orElse(null);
    if (!response.isCommitted()) {
      throw problem(ended.map(Job::state).orElse(JobState.EXPIRED), error);
    }
    if (error != null) {
      writer.errorLine(error);
    }
  }

  private static ProblemException problem(JobState state, @Nullable JobError error) {
    if (error == null) {
      return ProblemException.of(
          ProblemType.JOB_ACTIVE,
          "the job ended as " + state + " before its results were complete");
    }
    return ProblemException.of(
            ProblemType.ITEM_FAILED,
            "item " + error.index() + " failed: " + error.type() + ": " + error.message())
        .with("index", error.index())
        .with("error", new ResultWriter.ErrorView(error.type(), error.message(), error.attempts()));
  }

  private static byte[] summary(ResultWriter writer) {
    var errors = new String(Json.MAPPER.writeValueAsBytes(writer.errors()), UTF_8);
    return (",\"failed\":" + writer.failed() + ",\"errors\":" + errors + "}").getBytes(UTF_8);
  }

  /** The client has its answer before the job is purged. */
  private void end() throws IOException {
    response.getOutputStream().close();
  }
}
