package starmap.worker.function;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import starmap.fleet.FunctionDescriptor;
import starmap.function.ItemFunction;
import starmap.worker.execute.ChunkRunner;
import starmap.worker.execute.FunctionRuntime;

/** What this worker can compute. */
public final class FunctionCatalog implements ChunkRunner.Functions, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FunctionCatalog.class);

  private final Map<String, JavaFunction> functions = new LinkedHashMap<>();
  private final List<ItemFunction<?, ?>> opened = new ArrayList<>();

  private FunctionCatalog(List<ItemFunction<?, ?>> functions) {
    for (var function : functions) {
      var runtime = new JavaFunction(function, "built-in");
      if (this.functions.put(runtime.descriptor().pinned(), runtime) != null) {
        throw new IllegalArgumentException(
            "two functions are named " + runtime.descriptor().pinned());
      }
    }
  }

  /** Finds and opens every function that a ServiceLoader can see. */
  @SuppressWarnings("rawtypes") // a ServiceLoader knows raw types only
  public static FunctionCatalog load() throws Exception {
    var found =
        ServiceLoader.load(ItemFunction.class).stream().map(ServiceLoader.Provider::get).toList();
    return open(found.stream().<ItemFunction<?, ?>>map(one -> one).toList());
  }

  /** Opens these functions; should one fail to, those before it are closed again. */
  static FunctionCatalog open(List<ItemFunction<?, ?>> functions) throws Exception {
    var catalog = new FunctionCatalog(functions);
    try {
      for (var function : functions) {
        function.open();
        catalog.opened.add(function);
      }
      return catalog;
    } catch (Exception e) {
      catalog.close();
      throw e;
    }
  }

  /** All functions, as the registry shows them. */
  public List<FunctionDescriptor> descriptors() {
    return functions.values().stream().map(JavaFunction::descriptor).toList();
  }

  @Override
  public Set<String> sources() {
    return descriptors().stream()
        .map(function -> function.origin().source())
        .filter(source -> !source.equals(FunctionDescriptor.Origin.BUILT_IN.source()))
        .collect(Collectors.toSet());
  }

  @Override
  public Optional<FunctionRuntime> find(String name) {
    var pinned = functions.get(name);
    return pinned != null
        ? Optional.of(pinned)
        : functions.entrySet().stream()
            .filter(entry -> entry.getValue().descriptor().name().equals(name))
            .max(Map.Entry.comparingByKey())
            .map(Map.Entry::getValue);
  }

  @Override
  public void close() {
    for (var function : opened) {
      try {
        function.close();
      } catch (Exception e) {
        LOG.atWarn()
            .addKeyValue("function", function.getClass().getName())
            .setCause(e)
            .log("a function did not close in good order");
      }
    }
  }
}
