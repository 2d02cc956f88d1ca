package starmap.api.overview;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.apache.coyote.CloseNowException;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import starmap.api.connection.Client;
import starmap.api.problem.Accepted;
import starmap.api.problem.Query;
import tools.jackson.databind.json.JsonMapper;

@RestController
class OverviewController {
  private static final List<MediaType> TYPES =
      List.of(MediaType.APPLICATION_JSON, MediaType.TEXT_EVENT_STREAM);

  /** A line that means nothing: the connection lives, and Redis does not answer. */
  private static final byte[] AWAY = ": Redis does not answer\n\n".getBytes(UTF_8);

  private final OverviewBoard board;
  private final JsonMapper json;

  OverviewController(OverviewBoard board, JsonMapper json) {
    this.board = board;
    this.json = json;
  }

  @Operation(
      summary = "What the whole installation does",
      operationId = "getOverview",
      description =
          "Accept: text/event-stream sends an event `overview` with the same object at once, and then once a second;"
              + " while Redis does not answer, a comment instead.",
      tags = "fleet",
      responses =
          @ApiResponse(
              responseCode = "200",
              content = {
                @Content(
                    mediaType = MediaType.APPLICATION_JSON_VALUE,
                    schema = @Schema(implementation = Overview.class)),
                @Content(mediaType = MediaType.TEXT_EVENT_STREAM_VALUE)
              }))
  @GetMapping("/v1/overview")
  void overview(
      @Parameter(hidden = true) HttpServletRequest request,
      @Parameter(hidden = true) HttpServletResponse response)
      throws IOException {
    var _ = Query.of(request, Set.of());
    var type = Accepted.of(request, TYPES);
    var first = board.read();
    var body = json.writeValueAsBytes(first.get());
    response.setContentType(type.toString());
    response.setCharacterEncoding("UTF-8");
    response.setHeader("Cache-Control", "no-store");
    if (type.equals(MediaType.APPLICATION_JSON)) {
      response.getOutputStream().write(body);
    } else {
      response.setHeader("X-Accel-Buffering", "no");
      watch(first, Client.of(request), response);
    }
  }

  private void watch(OverviewBoard.Reading first, Client client, HttpServletResponse response)
      throws IOException {
    var out = response.getOutputStream();
    try {
      for (var reading = first; ; reading = board.read()) {
        client.requireHere();
        out.write(reading.overview() == null ? AWAY : event(reading.get()));
        response.flushBuffer();
        if (!board.await(reading.at())) {
          throw new CloseNowException("the service stops");
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new CloseNowException("the service stops");
    }
  }

  private byte[] event(Overview overview) {
    return ("event: overview\ndata: " + json.writeValueAsString(overview) + "\n\n").getBytes(UTF_8);
  }
}
