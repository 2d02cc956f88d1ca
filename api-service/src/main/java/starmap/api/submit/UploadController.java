package starmap.api.submit;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;
import starmap.api.job.JobView;
import starmap.api.job.Jobs;
import starmap.api.limits.ApiProperties;
import starmap.api.problem.ProblemException;
import starmap.api.problem.ProblemType;
import starmap.api.problem.Query;
import starmap.store.JobStore;

@RestController
class UploadController {
  private final JobFactory factory;
  private final Uploads uploads;
  private final JobAnswer answer;
  private final Jobs jobs;
  private final JobStore store;
  private final ApiProperties limits;

  UploadController(
      JobFactory factory,
      Uploads uploads,
      JobAnswer answer,
      Jobs jobs,
      JobStore store,
      ApiProperties limits) {
    this.factory = factory;
    this.uploads = uploads;
    this.answer = answer;
    this.jobs = jobs;
    this.store = store;
    this.limits = limits;
  }

  @Operation(
      summary = "Upload the items of a job that you name; they are computed while they arrive",
      operationId = "uploadJob",
      description =
          "Options as query parameters, named as in POST /v1/jobs, with dots: timeout.item=PT5S, labels.team=a.",
      tags = "jobs",
      parameters =
          @Parameter(
              name = "function",
              schema = @Schema(types = "string"),
              example = "square",
              description = "its name, or name@version"),
      requestBody =
          @RequestBody(
              content =
                  @Content(
                      mediaType = "application/x-ndjson",
                      examples = @ExampleObject("1\n2\n3\n"))),
      responses =
          @ApiResponse(
              responseCode = "202",
              description = "all items are stored",
              content =
                  @Content(
                      mediaType = "application/json",
                      schema = @Schema(implementation = JobView.class))))
  @PutMapping("/v1/jobs/{name:[^:]+}")
  void upload(
      @Parameter(description = "the client's own name of the job", example = "three-squares")
          @PathVariable
          String name,
      @Parameter(hidden = true) HttpServletRequest request,
      @Parameter(hidden = true) HttpServletResponse response)
      throws IOException {
    var id =
        Jobs.named(name)
            .orElseThrow(
                () ->
                    ProblemException.invalid(
                        "/name",
                        "malformed",
                        "a name is 1 to 128 of a-z, A-Z, 0-9, '.', '_' and '-', and is neither an id nor '.' nor '..'"));
    var wait = Preference.wait(request, limits.maxWait());
    var job = factory.job(id, "-", QueryOptions.of(request)).named(name);
    uploads.whole(job, request);
    answer.write(id, wait, response);
  }

  @Operation(
      summary = "How far the input of a job has come",
      operationId = "getItems",
      tags = "jobs")
  @GetMapping("/v1/jobs/{id}/items")
  Uploads.Progress items(
      @PathVariable String id, @Parameter(hidden = true) HttpServletRequest request) {
    var _ = Query.of(request, Set.of());
    return Uploads.Progress.of(jobs.get(Jobs.id(id)));
  }

  @Operation(
      summary = "Add items to a job whose input is not complete",
      operationId = "addItems",
      tags = "jobs",
      parameters =
          @Parameter(
              name = "Item-Offset",
              in = ParameterIn.HEADER,
              schema = @Schema(types = "integer"),
              description =
                  "index of the first item sent (default: the next one); items that are stored already are passed over"),
      requestBody =
          @RequestBody(
              content =
                  @Content(
                      mediaType = "application/x-ndjson",
                      examples = @ExampleObject("4\n5\n6\n"))))
  @PostMapping("/v1/jobs/{id}/items")
  Uploads.Progress add(
      @PathVariable String id, @Parameter(hidden = true) HttpServletRequest request)
      throws IOException {
    var _ = Query.of(request, Set.of());
    return uploads.append(Jobs.id(id), offset(request), request);
  }

  @Operation(
      summary = "Say that the input of a job is complete",
      operationId = "sealJob",
      tags = "jobs")
  @PostMapping("/v1/jobs/{id:[^:]+}:seal")
  JobView seal(@PathVariable String id, @Parameter(hidden = true) HttpServletRequest request) {
    var _ = Query.of(request, Set.of());
    var jobId = Jobs.id(id);
    var _ = store.seal(jobId).orElseThrow(Jobs::notFound);
    return jobs.view(jobs.get(jobId));
  }

  private static Optional<Long> offset(HttpServletRequest request) {
    var given = request.getHeader("Item-Offset");
    if (given == null) {
      return Optional.empty();
    }
    if (!given.matches("\\d{1,16}")) {
      throw ProblemException.of(
          ProblemType.MALFORMED_REQUEST, "Item-Offset must be the index of an item");
    }
    return Optional.of(Long.parseLong(given));
  }
}
