package starmap.api.submit;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import starmap.api.job.JobView;
import starmap.api.job.Jobs;
import starmap.api.limits.ApiProperties;
import starmap.api.problem.ProblemException;
import starmap.api.problem.ProblemType;
import starmap.api.problem.Query;
import starmap.store.JobStore;
import starmap.wire.Json;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

@RestController
class PatchController {
  private static final String MERGE_PATCH = "application/merge-patch+json";

  private final JobStore store;
  private final Jobs jobs;
  private final JobFactory factory;
  private final ApiProperties limits;

  PatchController(JobStore store, Jobs jobs, JobFactory factory, ApiProperties limits) {
    this.store = store;
    this.jobs = jobs;
    this.factory = factory;
    this.limits = limits;
  }

  @Operation(
      summary = "Change options of a job while it runs",
      operationId = "changeJob",
      description =
          "What is not named stays as it is; null sets back to the default. Of a job that has ended only ttl can be changed.",
      tags = "jobs",
      requestBody =
          @RequestBody(
              content =
                  @Content(
                      mediaType = MERGE_PATCH,
                      schema = @Schema(implementation = JobPatch.class),
                      examples = @ExampleObject("{\"priority\": 9, \"maxConcurrency\": 4}"))))
  @PatchMapping("/v1/jobs/{id:[^:]+}")
  JobView change(@PathVariable String id, @Parameter(hidden = true) HttpServletRequest request)
      throws IOException {
    requireJson(request.getContentType());
    var _ = Query.of(request, Set.of());
    var bytes = Body.of(request, limits, false).read(() -> -1, PatchController::object);
    var patch = JobOptions.parse(bytes, JobPatch.class);
    var jobId = Jobs.id(id);
    var change = patch.change(Json.MAPPER.readTree(bytes), jobs.get(jobId), factory);
    return switch (store.change(jobId, change)) {
      case CHANGED -> jobs.view(jobs.get(jobId));
      case ENDED -> throw Jobs.ended();
      case GONE -> throw Jobs.notFound();
    };
  }

  private static void requireJson(@Nullable String type) {
    var plain = type == null ? MERGE_PATCH : type.split(";", 2)[0].strip();
    if (!plain.equalsIgnoreCase(MERGE_PATCH) && !plain.equalsIgnoreCase("application/json")) {
      throw ProblemException.of(
          ProblemType.UNSUPPORTED_MEDIA_TYPE, "send " + MERGE_PATCH + " or application/json");
    }
  }

  private static byte[] object(JsonParser parser, Tape tape) {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw ProblemException.of(
          ProblemType.INVALID_REQUEST, "the body must be a JSON object such as {\"priority\":9}");
    }
    JobRequestReader.skip(parser, tape);
    var bytes = new ByteArrayOutputStream();
    tape.copy(0, parser.currentLocation().getByteOffset(), bytes);
    if (parser.nextToken() != null) {
      throw ProblemException.of(ProblemType.MALFORMED_JSON, "something follows the JSON object");
    }
    return bytes.toByteArray();
  }
}
