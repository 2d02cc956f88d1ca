package starmap.worker.folder;

import java.util.List;
import starmap.fleet.FunctionDescriptor;
import starmap.worker.execute.FunctionRuntime;
import starmap.worker.function.FunctionFile;
import starmap.worker.function.FunctionSource;

/** A source that takes its copy of the file with it when it is closed. */
record CopiedSource(FunctionSource source, FunctionFile file) implements FunctionSource {
  @Override
  public List<FunctionDescriptor> descriptors() {
    return source.descriptors();
  }

  @Override
  public FunctionRuntime runtime(String name) {
    return source.runtime(name);
  }

  @Override
  public void close() {
    try {
      source.close();
    } finally {
      Copies.drop(file);
    }
  }
}
