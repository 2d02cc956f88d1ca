package starmap.worker.process;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import starmap.fleet.FunctionDescriptor;
import starmap.worker.execute.FunctionRuntime;
import starmap.worker.function.FunctionSource;

/** The functions of one program, and the children that run them. */
final class ProcessSource implements FunctionSource {
  private final Map<FunctionDescriptor, ProcessFunction> functions;
  private final ChildPool pool;

  ProcessSource(Map<FunctionDescriptor, ProcessFunction> functions, ChildPool pool) {
    this.functions = new LinkedHashMap<>(functions);
    this.pool = pool;
  }

  @Override
  public List<FunctionDescriptor> descriptors() {
    return List.copyOf(functions.keySet());
  }

  @Override
  public FunctionRuntime runtime(String name) {
    return functions.entrySet().stream()
        .filter(one -> Objects.equals(one.getKey().name(), name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no function " + name));
  }

  @Override
  public void close() {
    pool.close();
  }
}
