package starmap.fleet;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Who takes new chunks, and with which sources of functions.
 *
 * @param workers live workers that do not drain
 * @param slots their slots
 * @param sources the same by source, without what every worker has built in
 */
public record Serving(int workers, int slots, Map<String, Share> sources) {
  /** Nobody. */
  public static final Serving NOBODY = new Serving(0, 0, Map.of());

  /**
   * Those who have a source.
   *
   * @param workers how many there are
   * @param slots their slots
   */
  public record Share(int workers, int slots) {
    private Share plus(Share other) {
      return new Share(workers + other.workers, slots + other.slots);
    }
  }

  /** Of all workers in the registry. */
  public static Serving of(List<Worker.Seen> seen) {
    var sources = new HashMap<String, Share>();
    int workers = 0;
    int slots = 0;
    for (var one : seen) {
      var worker = one.worker();
      if (one.alive() && !worker.draining()) {
        workers++;
        slots += worker.slots();
        var share = new Share(1, worker.slots());
        worker.sources().forEach(source -> sources.merge(source, share, Share::plus));
      }
    }
    return new Serving(workers, slots, sources);
  }

  /** Whether a worker has the source. */
  public boolean isSomewhere(String source) {
    return sources.containsKey(source);
  }

  /** Whether every worker has the source. */
  public boolean isEverywhere(String source) {
    var share = sources.get(source);
    return share != null && share.workers() == workers;
  }

  /** The sources as scripts read them, see {@code lib/fleet.lua}. */
  public String text() {
    return new TreeMap<>(sources)
        .entrySet().stream()
            .map(e -> e.getKey() + "=" + e.getValue().slots() + "," + e.getValue().workers())
            .collect(Collectors.joining("\n", "\n", "\n"));
  }
}
