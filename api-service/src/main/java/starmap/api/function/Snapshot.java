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
 * @param functions versions by name, the oldest first; also of files that are gone, for jobs that
 *     pin them
 * @param silent pinned names of what workers have that are in the registry, but silent
 * @param broken files that workers cannot load
 * @param serving who takes new chunks, and with which sources
 */
record Snapshot(
    Instant time,
    Map<String, List<Version>> functions,
    Set<String> silent,
    List<Unusable> broken,
    Serving serving) {
  static final Snapshot NOTHING =
      new Snapshot(Instant.MIN, Map.of(), Set.of(), List.of(), Serving.NOBODY);

  /**
   * A version of a function.
   *
   * @param descriptor what it is
   * @param workers how many live workers have it
   */
  record Version(FunctionDescriptor descriptor, int workers) {
    private boolean isCurrent() {
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
  record Unusable(String file, String error, List<String> workers) {
    private static final int SHORT = 200;

    /** Whether it would have the function: {@code cube.py} has {@code cube.cube}. */
    private boolean wouldHave(String name) {
      int ending = file.lastIndexOf('.');
      var stem = ending <= 0 ? file : file.substring(0, ending);
      return name.equals(stem) || name.startsWith(stem + ".");
    }

    /** The first line of the error, or as much of it as one reads in passing. */
    String reason() {
      var line = error.lines().findFirst().orElse("");
      return line.length() <= SHORT ? line : line.substring(0, SHORT) + "…";
    }
  }

  /**
   * A function that was looked for.
   *
   * @param meant the version that its name means
   * @param all its versions, the oldest first
   */
  record Found(Version meant, List<Version> all) {}

  static Snapshot of(Instant time, List<Worker.Seen> workers) {
    var alive = workers.stream().filter(Worker.Seen::alive).map(Worker.Seen::worker).toList();
    return new Snapshot(
        time, functions(alive), silent(workers), broken(alive), Serving.of(workers));
  }

  /** The functions that a plain name can mean: all but those whose files are gone. */
  List<Found> current() {
    return functions.keySet().stream().flatMap(name -> find(name).stream()).toList();
  }

  /** By name, or pinned name; a plain name means the newest version that a worker's file has. */
  Optional<Found> find(String name) {
    var plain = plain(name);
    var all = functions.getOrDefault(plain, List.of());
    return all.stream()
        .filter(
            one -> name.equals(plain) ? one.isCurrent() : one.descriptor().pinned().equals(name))
        .reduce((_, last) -> last)
        .map(meant -> new Found(meant, all));
  }

  /** The broken file for which there is no function of a name. */
  Optional<Unusable> brokenFor(String name) {
    var plain = plain(name);
    return broken.stream().filter(file -> file.wouldHave(plain)).findFirst();
  }

  /** Whether a worker has it of which nothing was heard lately: it may only be late. */
  boolean hasSilently(String name) {
    return silent.stream().anyMatch(one -> one.equals(name) || plain(one).equals(name));
  }

  private static String plain(String name) {
    int at = name.indexOf('@');
    return at < 0 ? name : name.substring(0, at);
  }

  Set<String> pinnedNames() {
    return functions.values().stream()
        .flatMap(List::stream)
        .map(one -> one.descriptor().pinned())
        .collect(Collectors.toSet());
  }

  private static Set<String> silent(List<Worker.Seen> workers) {
    return workers.stream()
        .filter(seen -> !seen.alive())
        .flatMap(seen -> seen.worker().functions().stream())
        .map(FunctionDescriptor::pinned)
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
