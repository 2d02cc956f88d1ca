package starmap.api.function;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import starmap.api.problem.ProblemException;
import starmap.api.problem.ProblemType;
import starmap.fleet.Experience;
import starmap.store.FunctionCosts;

@RestController
class FunctionController {
  private final FunctionCatalog catalog;
  private final FunctionCosts costs;

  FunctionController(FunctionCatalog catalog, FunctionCosts costs) {
    this.catalog = catalog;
    this.costs = costs;
  }

  /**
   * All functions.
   *
   * @param functions in the order of their names, each with its newest version
   * @param broken files in the functions' folders of live workers that cannot be loaded
   */
  record Functions(List<FunctionView> functions, List<Snapshot.Unusable> broken) {}

  @Operation(
      summary = "Functions that live workers have",
      operationId = "listFunctions",
      tags = "fleet")
  @GetMapping("/v1/functions")
  Functions list(@Parameter(hidden = true) HttpServletRequest request) {
    var all = catalog.all();
    var experience = costs.all();
    var address = CurlLine.address(request);
    return new Functions(
        all.current().stream().map(found -> view(found, experience, address)).toList(),
        all.broken());
  }

  @Operation(summary = "One function", operationId = "getFunction", tags = "fleet")
  @GetMapping("/v1/functions/{name}")
  FunctionView get(
      @Parameter(description = "its name, or name@version", example = "square") @PathVariable
          String name,
      @Parameter(hidden = true) HttpServletRequest request) {
    var found =
        catalog
            .versions(name)
            .orElseThrow(
                () ->
                    ProblemException.of(
                        ProblemType.NOT_FOUND, "no live worker has a function of this name"));
    return view(found, costs.all(), CurlLine.address(request));
  }

  private FunctionView view(
      Snapshot.Found found, Map<String, Experience> experience, String address) {
    var schema = catalog.schema(found.meant().descriptor());
    return FunctionView.of(found, schema == null ? null : schema.source(), experience, address);
  }
}
