package starmap.api.direct;

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
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import starmap.job.Mode;

/** {@code PUT} means the same as {@code POST}, because {@code curl -T} sends it. */
@RestController
class DirectController {
  private static final String JSON = "application/json";
  private static final String NDJSON = "application/x-ndjson";

  private final DirectCalls calls;

  DirectController(DirectCalls calls) {
    this.calls = calls;
  }

  @Operation(
      summary = "Apply a function to every item; results in input order",
      description =
          "The body is a JSON array, or NDJSON. The answer has the same form and streams while the items are computed.",
      tags = "direct calls",
      parameters = {
        @Parameter(
            name = "chunksize",
            schema = @Schema(types = "integer"),
            description = "items in a chunk; automatic by default"),
        @Parameter(
            name = "order",
            schema = @Schema(types = "string"),
            description = "input (default) or completion"),
        @Parameter(
            name = "timeout",
            schema = @Schema(types = "string"),
            description = "seconds, or ISO 8601"),
        @Parameter(
            name = "onError",
            schema = @Schema(types = "string"),
            description = "fail (default) or collect")
      },
      requestBody =
          @RequestBody(
              content = {
                @Content(mediaType = JSON, examples = @ExampleObject("[1, 2, 3]")),
                @Content(mediaType = NDJSON, examples = @ExampleObject("1\n2\n3\n"))
              }),
      responses =
          @ApiResponse(
              responseCode = "200",
              content = {@Content(mediaType = JSON), @Content(mediaType = NDJSON)}))
  @RequestMapping(
      path = "/v1/map/{function}",
      method = {RequestMethod.POST, RequestMethod.PUT})
  void map(
      @Parameter(description = "its name, or name@version", example = "square") @PathVariable
          String function,
      @Parameter(hidden = true) HttpServletRequest request,
      @Parameter(hidden = true) HttpServletResponse response)
      throws IOException {
    calls.many(function, Mode.MAP, request, response);
  }

  @Operation(
      summary = "Apply a function of several arguments to every item",
      description = "As map, but each item is an array of arguments, or an object of named ones.",
      tags = "direct calls",
      requestBody =
          @RequestBody(
              content = {
                @Content(mediaType = JSON, examples = @ExampleObject("[[2, 10], [3, 4]]")),
                @Content(mediaType = NDJSON, examples = @ExampleObject("[2, 10]\n[3, 4]\n"))
              }),
      responses =
          @ApiResponse(
              responseCode = "200",
              content = {@Content(mediaType = JSON), @Content(mediaType = NDJSON)}))
  @RequestMapping(
      path = "/v1/starmap/{function}",
      method = {RequestMethod.POST, RequestMethod.PUT})
  void starmap(
      @Parameter(description = "its name, or name@version", example = "power") @PathVariable
          String function,
      @Parameter(hidden = true) HttpServletRequest request,
      @Parameter(hidden = true) HttpServletResponse response)
      throws IOException {
    calls.many(function, Mode.STARMAP, request, response);
  }

  @Operation(
      summary = "Apply a function to one item",
      tags = "direct calls",
      requestBody =
          @RequestBody(content = @Content(mediaType = JSON, examples = @ExampleObject("12"))),
      responses = @ApiResponse(responseCode = "200", content = @Content(mediaType = JSON)))
  @RequestMapping(
      path = "/v1/apply/{function}",
      method = {RequestMethod.POST, RequestMethod.PUT})
  void apply(
      @Parameter(description = "its name, or name@version", example = "square") @PathVariable
          String function,
      @Parameter(hidden = true) HttpServletRequest request,
      @Parameter(hidden = true) HttpServletResponse response)
      throws IOException {
    calls.one(function, request, response);
  }
}
