package starmap.worker.jar;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Callable;
import starmap.fleet.FunctionDescriptor;
import starmap.worker.execute.FunctionRuntime;
import starmap.worker.function.FunctionSource;

/** The functions of a jar. Whatever they call finds their class loader as that of the thread. */
record PluginSource(FunctionSource functions, PluginLoader loader) implements FunctionSource {
  @Override
  public List<FunctionDescriptor> descriptors() {
    return functions.descriptors();
  }

  @Override
  public FunctionRuntime runtime(String name) {
    var runtime = functions.runtime(name);
    return (chunk, items, progress) -> {
      var thread = Thread.currentThread();
      var before = thread.getContextClassLoader();
      thread.setContextClassLoader(loader);
      try {
        runtime.run(chunk, items, progress);
      } finally {
        thread.setContextClassLoader(before);
      }
    };
  }

  @Override
  public void close() {
    var thread = Thread.currentThread();
    var before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try (loader) {
      functions.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Calls code of a plug-in. */
  static <T> T within(PluginLoader loader, Callable<T> code) throws Exception {
    var thread = Thread.currentThread();
    var before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return code.call();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
