package starmap.worker.function;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import starmap.fleet.FunctionDescriptor;
import starmap.fleet.Versions;
import starmap.worker.execute.FunctionRuntime;

/**
 * What a worker has at one moment; never changes.
 *
 * @param descriptors all, as the registry shows them
 * @param runtimes by pinned name, and by plain name where a version of it is current
 */
record Offer(List<FunctionDescriptor> descriptors, Map<String, FunctionRuntime> runtimes) {
  static Offer of(List<Installed> sources) {
    Map<String, FunctionRuntime> runtimes = new HashMap<>();
    Map<String, FunctionDescriptor> newest = new HashMap<>();
    for (var source : sources) {
      for (var one : source.descriptors()) {
        var runtime = source.runtime(one.name());
        runtimes.put(one.pinned(), runtime);
        if (source.isCurrent() && isNewer(one, newest.get(one.name()))) {
          newest.put(one.name(), one);
          runtimes.put(one.name(), runtime);
        }
      }
    }
    return new Offer(
        sources.stream().flatMap(one -> one.descriptors().stream()).toList(), Map.copyOf(runtimes));
  }

  Optional<FunctionRuntime> find(String name) {
    return Optional.ofNullable(runtimes.get(name));
  }

  private static boolean isNewer(FunctionDescriptor one, @Nullable FunctionDescriptor other) {
    return other == null || Versions.OLDEST_FIRST.compare(one, other) > 0;
  }
}
