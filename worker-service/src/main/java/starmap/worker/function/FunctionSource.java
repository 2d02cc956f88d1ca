package starmap.worker.function;

import java.util.List;
import starmap.fleet.FunctionDescriptor;
import starmap.worker.execute.FunctionRuntime;

/**
 * Functions that come and go as one: the built-in ones, those of a jar, a program, a Python file.
 * Thread-safe: all slots call it at the same time.
 */
public interface FunctionSource extends AutoCloseable {
  /** What it has; never changes. Each descriptor's origin names this source. */
  List<FunctionDescriptor> descriptors();

  /**
   * What runs one of its functions.
   *
   * @param name as in its descriptor
   */
  FunctionRuntime runtime(String name);

  /** Ends what it runs; nothing is called afterwards. */
  @Override
  void close();
}
