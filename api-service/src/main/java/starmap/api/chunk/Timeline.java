package starmap.api.chunk;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import starmap.chunk.LedgerEntry;

/**
 * When which worker computed, in a fixed number of bins of time; they double their width when the
 * job outlasts them. Of a large fleet the workers that were seen first have lines of their own, and
 * the others one together.
 */
final class Timeline {
  private static final int BINS = 240;
  private static final int MOST_LINES = 128;
  private static final int MOST_SHOWN = 64;
  private static final double NANOS_PER_SECOND = 1e9;

  /** Seconds; a power of two, so that doubling it is exact. */
  private static final double NARROWEST = 1.0 / 16;

  private final Instant from;
  private final Map<String, Line> lines = new HashMap<>();
  private final Line others = new Line();
  private double width = NARROWEST;
  private double until;

  Timeline(Instant from) {
    this.from = from;
  }

  private static final class Line {
    private long chunks;
    private long items;
    private long failed;
    private double seconds;
    private final double[] busy = new double[BINS];

    void count(LedgerEntry entry) {
      chunks++;
      items += entry.length();
      failed += entry.failed();
    }

    void add(Line other) {
      chunks += other.chunks;
      items += other.items;
      failed += other.failed;
      seconds += other.seconds;
      for (int i = 0; i < BINS; i++) {
        busy[i] += other.busy[i];
      }
    }

    void halve() {
      for (int i = 0; i < BINS; i++) {
        busy[i] = i < BINS / 2 ? busy[2 * i] + busy[2 * i + 1] : 0;
      }
    }

    SummaryView.Line view(@Nullable String worker, int bins) {
      var seen = new double[bins];
      for (int i = 0; i < bins; i++) {
        seen[i] = Math.round(busy[i] * 1e3) / 1e3;
      }
      return new SummaryView.Line(worker, chunks, items, failed, seen);
    }
  }

  /** Counts what was recorded. */
  void add(LedgerEntry entry) {
    var line = line(entry.worker());
    line.count(entry);
    if (entry.started() == null || entry.took() == null) {
      return;
    }
    double begin = Math.max(0, seconds(Duration.between(from, entry.started())));
    double took = seconds(entry.took());
    until = Math.max(until, begin + took);
    while (until > width * BINS) {
      lines.values().forEach(Line::halve);
      others.halve();
      width *= 2;
    }
    line.seconds += took;
    spread(line.busy, begin, begin + took);
  }

  private Line line(String worker) {
    var known = lines.get(worker);
    if (known != null) {
      return known;
    }
    return lines.size() < MOST_LINES ? lines.computeIfAbsent(worker, _ -> new Line()) : others;
  }

  private void spread(double[] busy, double begin, double end) {
    for (int bin = (int) (begin / width); bin < BINS && bin * width < end; bin++) {
      busy[bin] += Math.min(end, (bin + 1) * width) - Math.max(begin, bin * width);
    }
  }

  SummaryView.Timeline view() {
    int bins = (int) Math.min(BINS, Math.ceil(until / width));
    var busiest =
        lines.entrySet().stream()
            .sorted(
                Comparator.comparingDouble((Map.Entry<String, Line> one) -> -one.getValue().seconds)
                    .thenComparing(Map.Entry::getKey))
            .toList();
    var rest = new Line();
    rest.add(others);
    busiest.stream().skip(MOST_SHOWN).forEach(one -> rest.add(one.getValue()));
    return new SummaryView.Timeline(
        from, width, bins, shown(busiest, bins), rest.chunks == 0 ? null : rest.view(null, bins));
  }

  private static List<SummaryView.Line> shown(List<Map.Entry<String, Line>> busiest, int bins) {
    return busiest.stream()
        .limit(MOST_SHOWN)
        .map(one -> one.getValue().view(one.getKey(), bins))
        .toList();
  }

  private static double seconds(Duration time) {
    return time.toNanos() / NANOS_PER_SECOND;
  }
}
