package starmap.api.result;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.coyote.CloseNowException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import starmap.api.connection.Client;
import starmap.api.job.Jobs;
import starmap.api.problem.Query;
import starmap.api.progress.ProgressBoard;
import starmap.store.JobResults;
import starmap.store.JobStore;
import starmap.store.StoreException;

@RestController
class ResultController {
  private static final Set<String> OPTIONS =
      Set.of("values", "from", "to", "follow", "order", "only");

  private final StoredJobs stored;
  private final JobStore store;
  private final ProgressBoard progress;

  ResultController(StoredJobs stored, JobStore store, ProgressBoard progress) {
    this.stored = stored;
    this.store = store;
    this.progress = progress;
  }

  @Operation(
      summary = "Results, in input order or as they were completed",
      operationId = "listResults",
      description =
          "One object a line, or a JSON array where Accept asks for it. Streams while the job runs with follow=true.",
      tags = "jobs",
      parameters = {
        @Parameter(
            name = "values",
            schema = @Schema(types = "boolean"),
            description = "values alone"),
        @Parameter(name = "from", schema = @Schema(types = "integer"), description = "first index"),
        @Parameter(
            name = "to",
            schema = @Schema(types = "integer"),
            description = "the index to stop before"),
        @Parameter(
            name = "follow",
            schema = @Schema(types = "boolean"),
            description = "wait for what is not computed yet"),
        @Parameter(
            name = "order",
            schema = @Schema(types = "string"),
            description = "input or completion"),
        @Parameter(
            name = "only",
            schema = @Schema(types = "string"),
            description = "all, ok or failed")
      },
      responses =
          @ApiResponse(
              responseCode = "200",
              content = {
                @Content(mediaType = "application/x-ndjson"),
                @Content(mediaType = "application/json")
              }))
  @GetMapping("/v1/jobs/{id}/results")
  void results(
      @PathVariable String id,
      @Parameter(hidden = true) HttpServletRequest request,
      @Parameter(hidden = true) HttpServletResponse response)
      throws IOException {
    var query = Query.of(request, OPTIONS);
    var format = Format.ofAccept(request, Format.NDJSON);
    var job = stored.get(id);
    var range = StoredJobs.range(query, job);
    var order = query.word("order", JobResults.Order.class).orElse(JobResults.Order.INPUT);
    var layout =
        new ResultWriter.Layout(
            format,
            query.flag("values"),
            query.word("only", ResultWriter.Only.class).orElse(ResultWriter.Only.ALL));
    response.setContentType(format.type().toString());
    // in completion order every segment is looked at, and the range is a filter
    long begin = order == JobResults.Order.INPUT ? range.from() : 0;
    try (var reader = new ResultReader(store, progress, job.id(), order, begin, false)) {
      new ResultStream(Client.of(request)::requireHere, response, layout, reader, Optional.empty())
          .send(range, query.flag("follow"));
    } catch (StoreException e) {
      if (response.isCommitted()) {
        throw new CloseNowException(String.valueOf(e.getMessage()), e); // as if its client had left
      }
      throw e;
    }
  }

  @Operation(
      summary = "One result: 202 while it is not computed",
      operationId = "getResult",
      tags = "jobs")
  @GetMapping("/v1/jobs/{id}/results/{index}")
  void result(
      @PathVariable String id,
      @PathVariable long index,
      @Parameter(hidden = true) HttpServletResponse response)
      throws IOException {
    var job = stored.get(id);
    if (index < 0 || (job.counts().totalIsFinal() && index >= job.counts().total())) {
      throw StoredJobs.outside(job);
    }
    var collected =
        store
            .collect(new JobResults.Collect(job.id(), JobResults.Order.INPUT, index, 1, List.of()))
            .orElseThrow(Jobs::notFound);
    response.setContentType(Format.JSON.type().toString());
    if (collected.entries().isEmpty()) {
      response.setStatus(HttpServletResponse.SC_ACCEPTED);
      response
          .getOutputStream()
          .print("{\"index\":" + index + ",\"state\":\"" + collected.state() + "\"}");
      return;
    }
    var line = new ResultWriter.Layout(Format.NDJSON, false, ResultWriter.Only.ALL);
    new ResultWriter(response.getOutputStream(), line)
        .write(collected.entries().getFirst(), index, index + 1);
  }
}
