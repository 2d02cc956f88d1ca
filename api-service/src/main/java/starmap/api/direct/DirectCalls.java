package starmap.api.direct;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import starmap.api.connection.Client;
import starmap.api.function.FunctionCatalog;
import starmap.api.function.Routing;
import starmap.api.limits.ApiProperties;
import starmap.api.problem.ProblemException;
import starmap.api.problem.ProblemType;
import starmap.api.progress.ProgressBoard;
import starmap.api.result.Format;
import starmap.api.result.ResultReader;
import starmap.api.submit.DirectBody;
import starmap.api.submit.InputCheck;
import starmap.api.submit.ItemForm;
import starmap.api.submit.Submission;
import starmap.api.submit.Upload;
import starmap.job.Input;
import starmap.job.JobId;
import starmap.job.JobSpec;
import starmap.job.Mode;
import starmap.job.NewJob;
import starmap.job.OnError;
import starmap.job.ResultStorage;
import starmap.log.LogKey;
import starmap.store.JobResults;
import starmap.store.JobStore;
import starmap.store.StoreException;

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

  /** A body of so many bytes is read before the answer begins. */
  private static final int SHORT = 64 * 1024;

  /** The first look at the results waits so long for a hint that there are any. */
  private static final Duration SOON = Duration.ofMillis(20);

  private final FunctionCatalog functions;
  private final InputCheck arguments;
  private final Submission submission;
  private final JobStore store;
  private final ProgressBoard progress;
  private final ApiProperties limits;

  DirectCalls(
      FunctionCatalog functions,
      InputCheck arguments,
      Submission submission,
      JobStore store,
      ProgressBoard progress,
      ApiProperties limits) {
    this.functions = functions;
    this.arguments = arguments;
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
    var form = ItemForm.of(request, read, job.spec(), options.chunkSize());
    Begin begin =
        read == Format.JSON || isShort(request)
            ? () ->
                whole(job, index -> "/" + index, DirectBody.items(request, limits, form), request)
            : () -> submission.upload(job, request, read);
    run(
        job,
        options.order(),
        begin,
        (reader, sender) ->
            new DirectAnswer(store, job, response, sender, reader).items(options, write));
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
    run(
        job,
        JobResults.Order.INPUT,
        () -> whole(job, _ -> "", blocks::poll, request),
        (reader, sender) -> new DirectAnswer(store, job, response, sender, reader).value(options));
  }

  /** Whether it is not worth a thread of its own. */
  private static boolean isShort(HttpServletRequest request) {
    long length = request.getContentLengthLong();
    return length >= 0 && length <= SHORT;
  }

  private Upload whole(
      NewJob job,
      LongFunction<String> pointer,
      Submission.Blocks blocks,
      HttpServletRequest request)
      throws IOException {
    var _ = submission.submit(job, arguments.items(job, pointer, blocks));
    return Upload.complete(Client.of(request));
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
    var spec = new JobSpec(pinned, mode, new Input.Items());
    return Routing.route(
        new NewJob(JobId.random(), "-", spec, NewJob.UNKNOWN, jobOptions), functions);
  }

  /** The reader listens before the job exists, so that it hears of the very first result. */
  private void run(NewJob job, JobResults.Order order, Begin begin, Sending sending)
      throws IOException {
    try (var reader = new ResultReader(store, progress, job.id(), order, 0, true);
        var upload = begin.begin()) {
      upload.awaitStart();
      boolean _ = reader.await(SOON);
      sending.send(reader, upload);
    } finally {
      purge(job.id());
    }
  }

  /** Begins to bring in the input. */
  @FunctionalInterface
  private interface Begin {
    Upload begin() throws IOException;
  }

  /** Sends the answer. */
  @FunctionalInterface
  private interface Sending {
    void send(ResultReader reader, Upload sender) throws IOException;
  }

  private void purge(JobId id) {
    try {
      boolean _ = store.purge(id);
    } catch (StoreException e) {
      LOG.atInfo()
          .addKeyValue(LogKey.JOB_ID, id)
          .log("the remains of a direct call stay until their time is over, because Redis is away");
    }
  }
}
