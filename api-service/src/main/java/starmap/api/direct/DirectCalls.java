package starmap.api.direct;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import starmap.api.function.FunctionCatalog;
import starmap.api.limits.ApiProperties;
import starmap.api.problem.ProblemException;
import starmap.api.problem.ProblemType;
import starmap.api.progress.ProgressBoard;
import starmap.api.result.Format;
import starmap.api.result.ResultReader;
import starmap.api.result.ResultStream;
import starmap.api.result.ResultWriter;
import starmap.api.submit.DirectBody;
import starmap.api.submit.Submission;
import starmap.job.Input;
import starmap.job.Job;
import starmap.job.JobError;
import starmap.job.JobId;
import starmap.job.JobSpec;
import starmap.job.JobState;
import starmap.job.Mode;
import starmap.job.NewJob;
import starmap.job.OnError;
import starmap.job.ResultStorage;
import starmap.store.JobResults;
import starmap.store.JobStore;
import starmap.store.StoreException;
import starmap.wire.Json;

/**
 * Runs direct calls: a job that exists as long as its request. It begins while its input still
 * arrives, its results leave the store as they are sent, and it is purged when the call ends,
 * however it ends.
 */
@Component
class DirectCalls {
  private static final Logger LOG = LoggerFactory.getLogger(DirectCalls.class);

  /** Should this process die, the job's remains go soon. */
  private static final Duration REMAINS = Duration.ofMinutes(2);

  /** The first look at the results waits so long for a hint that there are any. */
  private static final Duration SOON = Duration.ofMillis(20);

  private final FunctionCatalog functions;
  private final Submission submission;
  private final JobStore store;
  private final ProgressBoard progress;
  private final ApiProperties limits;

  DirectCalls(
      FunctionCatalog functions,
      Submission submission,
      JobStore store,
      ProgressBoard progress,
      ApiProperties limits) {
    this.functions = functions;
    this.submission = submission;
    this.store = store;
    this.progress = progress;
    this.limits = limits;
  }

  /** map and starmap. */
  void many(String function, Mode mode, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var read =
        Format.ofBody(request)
            .orElse(request.getMethod().equals("PUT") ? Format.NDJSON : Format.JSON);
    var options = DirectOptions.of(request, limits);
    var write = Format.ofAccept(request, read);
    var job = job(function, mode, options);
    var body = DirectBody.items(request, limits, read, options.chunkSize());
    var exchange = new Exchange(request, response);
    run(job, options.order(), body, reader -> send(job, options, write, reader, exchange));
  }

  /** apply. */
  void one(String function, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (Format.ofBody(request).orElse(Format.JSON) != Format.JSON) {
      throw ProblemException.of(
          ProblemType.UNSUPPORTED_MEDIA_TYPE, "apply takes one JSON value as application/json");
    }
    var options = DirectOptions.of(request, limits);
    var job =
        job(
            function,
            Mode.MAP,
            new DirectOptions(0, JobResults.Order.INPUT, options.timeout(), OnError.FAIL));
    var item = DirectBody.single(request, limits).next();
    if (item == null) {
      throw ProblemException.of(
          ProblemType.MALFORMED_JSON, "the body is empty; apply takes one JSON value");
    }
    var blocks = new ArrayDeque<>(List.of(item));
    var exchange = new Exchange(request, response);
    run(
        job,
        JobResults.Order.INPUT,
        blocks::poll,
        reader -> sendValue(job, options, reader, exchange));
  }

  private NewJob job(String function, Mode mode, DirectOptions options) {
    var pinned = functions.resolve(function, "/function").pinned();
    var jobOptions =
        new NewJob.Options(
            options.chunkSize(),
            options.onError(),
            ResultStorage.UNTIL_READ,
            REMAINS,
            true,
            Map.of());
    return new NewJob(
        JobId.random(),
        "-",
        new JobSpec(pinned, mode, new Input.Items()),
        NewJob.UNKNOWN,
        jobOptions);
  }

  /** The reader listens before the job exists, so that it hears of the very first result. */
  private void run(NewJob job, JobResults.Order order, Submission.Blocks blocks, Sending sending)
      throws IOException {
    try (var reader = new ResultReader(store, progress, job.id(), order, 0, true)) {
      var _ = submission.submit(job, blocks);
      boolean _ = reader.await(SOON);
      sending.send(reader);
    } finally {
      purge(job.id());
    }
  }

  /** A request and its response. */
  private record Exchange(HttpServletRequest request, HttpServletResponse response) {}

  /** Sends the answer. */
  @FunctionalInterface
  private interface Sending {
    void send(ResultReader reader) throws IOException;
  }

  private void send(
      NewJob job, DirectOptions options, Format format, ResultReader reader, Exchange exchange)
      throws IOException {
    var response = exchange.response();
    boolean collect = options.onError() == OnError.COLLECT;
    boolean wrapped = collect && format == Format.JSON && options.order() == JobResults.Order.INPUT;
    response.setContentType(format.type().toString());
    response.setHeader("Location", "/v1/jobs/" + job.id());
    var layout =
        new ResultWriter.Layout(
            format, options.order() == JobResults.Order.INPUT, ResultWriter.Only.ALL);
    var stream = new ResultStream(exchange.request(), response, layout, reader, options.timeout());
    if (wrapped) {
      response.getOutputStream().write("{\"values\":".getBytes(US_ASCII));
    }
    if (collect) {
      stream.send(ResultStream.Range.ALL, true);
    } else if (!stream.sendUntilFailure()) {
      fail(job, stream.writer(), response);
    }
    if (wrapped) {
      response.getOutputStream().write(summary(stream.writer()));
    }
    end(response);
  }

  /** The client has its answer before the job is purged. */
  private static void end(HttpServletResponse response) throws IOException {
    response.getOutputStream().close();
  }

  private void sendValue(NewJob job, DirectOptions options, ResultReader reader, Exchange exchange)
      throws IOException {
    var response = exchange.response();
    response.setContentType(Format.JSON.type().toString());
    var layout = new ResultWriter.Layout(Format.NDJSON, true, ResultWriter.Only.ALL);
    var stream = new ResultStream(exchange.request(), response, layout, reader, options.timeout());
    if (!stream.sendUntilFailure()) {
      fail(job, stream.writer(), response);
    }
    end(response);
  }

  /**
   * A problem while nothing was sent; else the answer is cut: an array stays open, lines end with
   * the error.
   */
  private void fail(NewJob job, ResultWriter writer, HttpServletResponse response)
      throws IOException {
    var ended = store.find(job.id());
    var error = ended.map(Job::error).orElse(null);
    if (response.isCommitted()) {
      if (error != null) {
        writer.errorLine(error);
      }
      return;
    }
    throw problem(ended.map(Job::state).orElse(JobState.EXPIRED), error);
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

  private void purge(JobId id) {
    try {
      boolean _ = store.purge(id);
    } catch (StoreException e) {
      LOG.atInfo()
          .addKeyValue("jobId", id)
          .log("the remains of a direct call stay until their time is over, because Redis is away");
    }
  }
}
