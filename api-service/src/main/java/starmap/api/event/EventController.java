package starmap.api.event;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.apache.coyote.CloseNowException;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import starmap.api.connection.Client;
import starmap.api.job.Jobs;
import starmap.api.problem.Accepted;
import starmap.api.problem.Query;
import starmap.api.progress.ProgressBoard;
import starmap.job.JobId;
import starmap.store.JobStore;
import tools.jackson.databind.json.JsonMapper;

@RestController
class EventController {
  private static final List<MediaType> TYPES =
      List.of(MediaType.TEXT_EVENT_STREAM, MediaType.TEXT_PLAIN);

  private final Jobs jobs;
  private final JobStore store;
  private final ProgressBoard progress;
  private final InstantSource clock;
  private final JsonMapper json;

  EventController(
      Jobs jobs, JobStore store, ProgressBoard progress, InstantSource clock, JsonMapper json) {
    this.jobs = jobs;
    this.store = store;
    this.progress = progress;
    this.clock = clock;
    this.json = json;
  }

  @Operation(
      summary = "How a job gets on, until it has ended",
      operationId = "watchJob",
      description =
          "Server-Sent Events: at once `progress` with the job, then again as it moves, at most four times a second; `state` for each"
              + " change of state; `end` with the job. Accept: text/plain draws a bar with rate and ETA (curl -N).",
      tags = "jobs",
      parameters =
          @Parameter(
              name = "Last-Event-ID",
              in = ParameterIn.HEADER,
              schema = @Schema(types = "string"),
              description = "goes on behind that event, so that no change of state is missed"),
      responses = {
        @ApiResponse(
            responseCode = "200",
            content = {
              @Content(mediaType = MediaType.TEXT_EVENT_STREAM_VALUE),
              @Content(mediaType = MediaType.TEXT_PLAIN_VALUE)
            }),
        @ApiResponse(responseCode = "204", description = "that event was the last one")
      })
  @GetMapping("/v1/jobs/{id}/events")
  void events(
      @PathVariable String id,
      @Parameter(hidden = true) HttpServletRequest request,
      @Parameter(hidden = true) HttpServletResponse response)
      throws IOException {
    var _ = Query.of(request, Set.of());
    boolean bar = Accepted.of(request, TYPES).equals(MediaType.TEXT_PLAIN);
    var last = LastEvent.of(request.getHeader("Last-Event-ID"));
    var job = jobs.get(Jobs.id(id));
    if (!bar && last.isEndOf(job)) {
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
      return;
    }
    response.setContentType((bar ? MediaType.TEXT_PLAIN : MediaType.TEXT_EVENT_STREAM).toString());
    response.setCharacterEncoding("UTF-8");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Accel-Buffering", "no");
    var out = response.getOutputStream();
    watch(
        job.id(),
        bar ? new BarDisplay(out) : new EventDisplay(out, json, jobs::view, last.change()),
        Client.of(request),
        response);
  }

  private void watch(JobId id, Display display, Client client, HttpServletResponse response)
      throws IOException {
    var rate = new Rate();
    try (var watch = progress.watch(id)) {
      var feed = new JobFeed(() -> store.find(id), watch, clock);
      for (var job = feed.next(); job.isPresent(); job = feed.next()) {
        client.requireHere();
        display.show(job.get(), rate.note(job.get(), clock.millis()), clock.instant());
        response.flushBuffer();
        if (job.get().state().isTerminal()) {
          return;
        }
      }
    }
    throw new CloseNowException("the job was removed"); // the watch must not look complete
  }
}
