package starmap.api.chunk;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import starmap.api.job.Jobs;
import starmap.api.problem.Accepted;
import starmap.api.problem.Query;
import starmap.chunk.LedgerEntry;
import starmap.store.JobStore;
import starmap.store.Ledger;
import tools.jackson.databind.json.JsonMapper;

@RestController
class ChunkController {
  private static final List<MediaType> TYPES =
      List.of(MediaType.APPLICATION_NDJSON, MediaType.APPLICATION_JSON, LedgerWriter.TSV);

  private final Jobs jobs;
  private final JobStore store;
  private final JsonMapper json;

  ChunkController(Jobs jobs, JobStore store, JsonMapper json) {
    this.jobs = jobs;
    this.store = store;
    this.json = json;
  }

  @Operation(
      summary = "The chunks of a job: who computed what, and when",
      operationId = "listChunks",
      description =
          "Recorded ones in the order of recording, then those that are outstanding. One object a line, or a JSON array, or a"
              + " table with tabs (a joblog), as Accept says. Of a job with store: false only the outstanding ones are known.",
      tags = "jobs",
      responses =
          @ApiResponse(
              responseCode = "200",
              content = {
                @Content(mediaType = MediaType.APPLICATION_NDJSON_VALUE),
                @Content(mediaType = MediaType.APPLICATION_JSON_VALUE),
                @Content(mediaType = "text/tab-separated-values")
              }))
  @GetMapping("/v1/jobs/{id}/chunks")
  void chunks(
      @PathVariable String id,
      @Parameter(hidden = true) HttpServletRequest request,
      @Parameter(hidden = true) HttpServletResponse response)
      throws IOException {
    var _ = Query.of(request, Set.of());
    var type = Accepted.of(request, TYPES);
    var job = jobs.get(Jobs.id(id));
    response.setContentType(type.toString());
    var writer = new LedgerWriter(response.getOutputStream(), json, type);
    write(store.ledger(job.id()), writer);
    writer.end();
  }

  /** A chunk that is recorded while this goes on is told of once, as recorded. */
  private static void write(Ledger ledger, LedgerWriter writer) throws IOException {
    var outstanding = new LinkedHashMap<Long, LedgerEntry>();
    ledger.outstanding().forEach(entry -> outstanding.put(entry.start(), entry));
    long at = 0;
    for (var page = ledger.recorded(at); !page.isEmpty(); page = ledger.recorded(at)) {
      for (var entry : page) {
        outstanding.remove(entry.start());
        writer.write(entry);
      }
      at += page.size();
    }
    for (var entry : outstanding.values()) {
      writer.write(entry);
    }
  }
}
