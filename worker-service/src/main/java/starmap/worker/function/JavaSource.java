package starmap.worker.function;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import starmap.fleet.FunctionDescriptor;
import starmap.function.ItemFunction;
import starmap.log.LogKey;
import starmap.worker.execute.FunctionRuntime;

/** Java functions that are opened and closed as one. */
public final class JavaSource implements FunctionSource {
  private static final Logger LOG = LoggerFactory.getLogger(JavaSource.class);
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_.-]*");

  private final Map<String, JavaFunction> functions = new LinkedHashMap<>();
  private final List<ItemFunction<?, ?>> opened = new ArrayList<>();

  private JavaSource(List<ItemFunction<?, ?>> functions, JavaFunction.Provenance provenance) {
    for (var function : functions) {
      var runtime = new JavaFunction(function, provenance);
      var name = runtime.descriptor().name();
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "%s is named '%s': a name is lower-case letters, digits, '_', '.' and '-', a letter first"
                .formatted(function.getClass().getName(), name));
      }
      if (this.functions.put(name, runtime) != null) {
        throw new IllegalArgumentException("two functions are named " + name);
      }
    }
  }

  /** Opens functions of the worker itself. */
  static JavaSource builtIn(List<ItemFunction<?, ?>> functions) throws Exception {
    return open(functions, JavaFunction.Provenance.BUILT_IN);
  }

  /** Opens functions of a file. */
  public static JavaSource of(FunctionFile file, List<ItemFunction<?, ?>> functions)
      throws Exception {
    var origin = new FunctionDescriptor.Origin(file.source(), file.changed(), true);
    return open(
        functions, new JavaFunction.Provenance("java", file.version(), origin, new Binding()));
  }

  /** Should one fail to open, those before it are closed again. */
  private static JavaSource open(
      List<ItemFunction<?, ?>> functions, JavaFunction.Provenance provenance) throws Exception {
    var source = new JavaSource(functions, provenance);
    try {
      for (var function : functions) {
        source.open(function, provenance.version() != null);
      }
      return source;
    } catch (Throwable e) {
      source.close();
      throw e;
    }
  }

  private void open(ItemFunction<?, ?> function, boolean named) throws Exception {
    try {
      function.open();
      opened.add(function);
    } catch (Exception | Error e) {
      if (named) {
        throw new IllegalStateException(
            "%s.open() failed: %s".formatted(function.getClass().getName(), e), e);
      }
      throw e;
    }
  }

  @Override
  public List<FunctionDescriptor> descriptors() {
    return functions.values().stream().map(JavaFunction::descriptor).toList();
  }

  @Override
  public FunctionRuntime runtime(String name) {
    return Objects.requireNonNull(functions.get(name), name);
  }

  @Override
  public void close() {
    for (var function : opened) {
      try {
        function.close();
      } catch (Throwable e) { // the others are to be closed as well
        LOG.atWarn()
            .addKeyValue(LogKey.FUNCTION, function.getClass().getName())
            .setCause(e)
            .log("a function did not close in good order");
      }
    }
  }
}
