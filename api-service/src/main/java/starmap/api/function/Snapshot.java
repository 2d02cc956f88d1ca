package starmap.api.function;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import starmap.fleet.FunctionDescriptor;
import starmap.fleet.Serving;
import starmap.fleet.Versions;
import starmap.fleet.Worker;

/**
 * What live workers told at a time.
 *
 * @param time when
 * @param functions versions by name, the oldest first
 * @param broken files that workers cannot load
 * @param serving who takes new chunks, and with which sources
 */
record Snapshot(
    Instant time, Map<String, List<Version>> functions, List<Unusable> broken, Serving serving) {
  static final Snapshot NOTHING = new Snapshot(Instant.MIN, Map.of(), List.of(), Serving.NOBODY);

  /**
   * A version of a function.
   *
   * @param descriptor what it is
   * @param workers how many live workers have it
   */
  record Version(FunctionDescriptor descriptor, int workers) {
    /** Whether a worker still has its file, and does not only keep it for jobs that pinned it. */
    boolean isCurrent() {
      return descriptor.origin().current();
    }
  }

  /**
   * A file that cannot be loaded.
   *
   * @param file its name
   * @param error why
   * @param workers names of the live workers that tell so
   */
  record Unusable(String file, String error, List<String> workers) {}

  /**
   * A function that was looked for.
   *
   * @param meant the version that its name means
   * @param all its versions, the oldest first
   */
  record Found(Version meant, List<Version> all) {}

  static Snapshot of(Instant time, List<Worker.Seen> workers) {
    var alive = workers.stream().filter(Worker.Seen::alive).map(Worker.Seen::worker).toList();
    return new Snapshot(time, functions(alive), broken(alive), Serving.of(workers));
  }

  /** By name, or pinned name; a plain name means the newest version that is not removed. */
  Optional<Found> find(String name) {
    int at = name.indexOf('@');
    var all = functions.getOrDefault(at < 0 ? name : name.substring(0, at), List.of());
    return all.stream()
        .filter(one -> at < 0 ? one.isCurrent() : one.descriptor().pinned().equals(name))
        .reduce((_, last) -> last)
        .map(meant -> new Found(meant, all));
  }

  /** What plain names mean, in the order of the names. */
  List<Found> current() {
    return functions.keySet().stream().map(this::find).flatMap(Optional::stream).toList();
  }

  Set<String> pinnedNames() {
    return functions.values().stream()
        .flatMap(List::stream)
        .map(one -> one.descriptor().pinned())
        .collect(Collectors.toSet());
  }

  private static Map<String, List<Version>> functions(List<Worker> workers) {
    Map<String, List<FunctionDescriptor>> same = new TreeMap<>();
    workers.stream()
        .flatMap(worker -> worker.functions().stream())
        .forEach(one -> same.computeIfAbsent(one.pinned(), _ -> new ArrayList<>()).add(one));
    Map<String, List<Version>> byName = new TreeMap<>();
    same.values().stream()
        .map(
            told ->
                new Version(told.stream().max(Versions.OLDEST_FIRST).orElseThrow(), told.size()))
        .sorted(Comparator.comparing(Version::descriptor, Versions.OLDEST_FIRST))
        .forEach(
            one ->
                byName.computeIfAbsent(one.descriptor().name(), _ -> new ArrayList<>()).add(one));
    return byName;
  }

  private static List<Unusable> broken(List<Worker> workers) {
    Map<String, Unusable> all = new TreeMap<>();
    for (var worker : workers) {
      for (var file : worker.broken()) {
        all.computeIfAbsent(
                file.file() + "\n" + file.error(),
                _ -> new Unusable(file.file(), file.error(), new ArrayList<>()))
            .workers()
            .add(worker.name());
      }
    }
    return List.copyOf(all.values());
  }
}
