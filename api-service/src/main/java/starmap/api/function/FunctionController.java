package starmap.api.function;

import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import starmap.api.problem.ProblemException;
import starmap.api.problem.ProblemType;
import starmap.fleet.FunctionDescriptor;

@RestController
class FunctionController {
  private final FunctionCatalog catalog;

  FunctionController(FunctionCatalog catalog) {
    this.catalog = catalog;
  }

  /**
   * All functions.
   *
   * @param functions in the order of their names
   */
  record Functions(List<View> functions) {}

  /**
   * A function.
   *
   * @param name its name
   * @param version the newest version; a job pins {@code name@version}
   * @param kind how it was installed
   * @param description one sentence
   * @param parameters what it takes
   * @param example a JSON item that works
   * @param curl a line that works
   * @param workers how many live workers have it
   */
  record View(
      String name,
      String version,
      String kind,
      String description,
      List<FunctionDescriptor.Parameter> parameters,
      String example,
      String curl,
      int workers) {
    static View of(FunctionCatalog.Entry entry) {
      var f = entry.descriptor();
      var takes = f.signature();
      var mode = takes.parameters().size() > 1 ? "starmap" : "map";
      var curl =
          "curl localhost:8080/v1/%s/%s --json '[%s]'".formatted(mode, f.name(), takes.example());
      return new View(
          f.name(),
          f.version(),
          f.kind(),
          takes.description(),
          takes.parameters(),
          takes.example(),
          curl,
          entry.workers());
    }
  }

  @Operation(
      summary = "Functions that live workers have",
      operationId = "listFunctions",
      tags = "fleet")
  @GetMapping("/v1/functions")
  Functions list() {
    return new Functions(catalog.all().stream().map(View::of).toList());
  }

  @Operation(summary = "One function", operationId = "getFunction", tags = "fleet")
  @GetMapping("/v1/functions/{name}")
  View get(@PathVariable String name) {
    return catalog
        .find(name)
        .map(View::of)
        .orElseThrow(
            () ->
                ProblemException.of(
                    ProblemType.NOT_FOUND, "no live worker has a function of this name"));
  }
}
