package starmap.api.result;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import starmap.api.problem.Query;
import starmap.store.JobStore;

@RestController
class ErrorController {
  private final StoredJobs stored;
  private final JobStore store;

  ErrorController(StoredJobs stored, JobStore store) {
    this.stored = stored;
    this.store = store;
  }

  /** What is told of a failed item. */
  private enum As {
    ERROR,
    INPUT
  }

  @Operation(
      summary = "Failed items: their errors, or their input to be posted again",
      operationId = "listErrors",
      description =
          "One object a line, or a JSON array where Accept asks for it; also while the job runs.",
      tags = "jobs",
      parameters = {
        @Parameter(
            name = "as",
            schema = @Schema(types = "string"),
            description = "error, or input: the items as they were sent"),
        @Parameter(name = "from", schema = @Schema(types = "integer"), description = "first index"),
        @Parameter(
            name = "to",
            schema = @Schema(types = "integer"),
            description = "the index to stop before")
      },
      responses =
          @ApiResponse(
              responseCode = "200",
              content = {
                @Content(mediaType = "application/x-ndjson"),
                @Content(mediaType = "application/json")
              }))
  @GetMapping("/v1/jobs/{id}/errors")
  void errors(
      @PathVariable String id,
      @Parameter(hidden = true) HttpServletRequest request,
      @Parameter(hidden = true) HttpServletResponse response)
      throws IOException {
    var query = Query.of(request, Set.of("as", "from", "to"));
    var format = Format.ofAccept(request, Format.NDJSON);
    var job = stored.get(id);
    var range = StoredJobs.range(query, job);
    var as = query.word("as", As.class).orElse(As.ERROR);
    var input = as == As.INPUT ? FailedInput.of(store, job) : null;
    response.setContentType(format.type().toString());
    var layout = new ResultWriter.Layout(format, false, ResultWriter.Only.FAILED);
    var writer = new ResultWriter(response.getOutputStream(), layout);
    new Failures(store, job.id(), range)
        .each(
            entry -> {
              if (input == null) {
                writer.write(entry, range.from(), range.to());
              } else {
                input.write(entry, range, writer);
              }
            });
    writer.end();
  }
}
