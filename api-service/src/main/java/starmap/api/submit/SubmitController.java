package starmap.api.submit;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Set;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import starmap.api.job.JobView;
import starmap.api.limits.ApiProperties;
import starmap.api.problem.ProblemException;
import starmap.api.problem.ProblemType;
import starmap.api.problem.Query;
import starmap.api.result.Format;
import starmap.job.JobId;
import starmap.store.JobStore;

@RestController
class SubmitController {
  private final JobFactory factory;
  private final InputCheck arguments;
  private final Submission submission;
  private final JobAnswer answer;
  private final ApiProperties limits;

  SubmitController(
      JobFactory factory,
      InputCheck arguments,
      Submission submission,
      JobAnswer answer,
      ApiProperties limits) {
    this.factory = factory;
    this.arguments = arguments;
    this.submission = submission;
    this.answer = answer;
    this.limits = limits;
  }

  @Operation(
      summary = "Submit a job",
      operationId = "submitJob",
      tags = "jobs",
      parameters = {
        @Parameter(
            name = "Prefer",
            schema = @Schema(types = "string"),
            in = io.swagger.v3.oas.annotations.enums.ParameterIn.HEADER,
            description =
                "wait=SECONDS: answer with the results, if they are ready by then and small"),
        @Parameter(
            name = "Idempotency-Key",
            schema = @Schema(types = "string"),
            in = io.swagger.v3.oas.annotations.enums.ParameterIn.HEADER,
            description = "repeating a request with the same key and body gives the same job")
      },
      requestBody =
          @RequestBody(
              content =
                  @Content(
                      mediaType = "application/json",
                      schema = @Schema(implementation = JobRequest.class),
                      examples =
                          @ExampleObject(
                              "{\"function\": \"square\", \"input\": {\"range\": {\"stop\": 1000}}, \"reduce\": \"sum\"}"))))
  @ApiResponse(
      responseCode = "202",
      description = "accepted; Location names it",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = JobView.class)))
  @ApiResponse(
      responseCode = "200",
      description = "ended while Prefer: wait was waiting; with its results",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = JobView.class)))
  @PostMapping("/v1/jobs")
  void submit(
      @Parameter(hidden = true) HttpServletRequest request,
      @Parameter(hidden = true) HttpServletResponse response)
      throws IOException {
    if (Format.ofBody(request).orElse(Format.JSON) != Format.JSON) {
      throw ProblemException.of(
          ProblemType.UNSUPPORTED_MEDIA_TYPE,
          "a job is application/json; send NDJSON to /v1/map/{function}");
    }
    var _ = Query.of(request, Set.of());
    var wait = Preference.wait(request, limits.maxWait());
    var key = IdempotencyKey.of(request);
    var body = Body.of(request, limits, key.isPresent());
    var reader = new JobRequestReader(body);
    var parsed = body.read(reader, reader);
    var id = key.map(text -> JobId.ofIdempotencyKey("default", text)).orElseGet(JobId::random);
    var job = factory.job(id, body.hash(), parsed.request());
    var blocks =
        arguments.items(
            job, index -> "/input/items/" + index, new ArrayDeque<>(parsed.blocks())::poll);
    boolean isOpen = job.options().early();
    boolean replayed =
        (isOpen ? submission.open(job) : submission.submit(job, blocks))
            == JobStore.Submission.EXISTS;
    if (replayed) {
      response.setHeader("Idempotency-Replayed", "true");
    }
    answer.write(id, wait, response);
  }
}
