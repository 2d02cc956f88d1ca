package starmap.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a service tells Prometheus of Starmap.
 *
 * @param types metric → type
 * @param series every line that is no comment
 */
record Scrape(Map<String, String> types, List<Series> series) {
  private static final Pattern TYPE = Pattern.compile("# TYPE (starmap_\\S+) (\\S+)");
  private static final Pattern SERIES = Pattern.compile("(\\w+)(?:\\{(.*)})? (\\S+)");
  private static final Pattern TAG = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** One number. */
  record Series(String name, Map<String, String> tags, double value) {}

  static Scrape of(Http service) {
    var types = new TreeMap<String, String>();
    var series = new ArrayList<Series>();
    service
        .get("/actuator/prometheus")
        .body()
        .lines()
        .forEach(
            line -> {
              var type = TYPE.matcher(line);
              if (type.matches()) {
                types.put(type.group(1), type.group(2));
              } else if (!line.startsWith("#")) {
                series.add(series(line));
              }
            });
    return new Scrape(types, series);
  }

  /** The same of two services together. */
  Scrape and(Scrape other) {
    var types = new TreeMap<>(this.types);
    types.putAll(other.types);
    var series = new ArrayList<>(this.series);
    series.addAll(other.series);
    return new Scrape(types, series);
  }

  /** Names of tags of a metric, but for the steps of a histogram. */
  Set<String> tags(String metric) {
    var tags = new TreeSet<String>();
    of(metric).forEach(one -> tags.addAll(one.tags().keySet()));
    tags.remove("le");
    return tags;
  }

  /** Values of one of its tags. */
  Set<String> values(String metric, String tag) {
    var values = new TreeSet<String>();
    of(metric).forEach(one -> values.add(one.tags().get(tag)));
    return values;
  }

  /** The sum of all series of this name with this tag. */
  double sum(String name, String tag, String value) {
    return series.stream()
        .filter(one -> one.name().equals(name) && value.equals(one.tags().get(tag)))
        .mapToDouble(Series::value)
        .sum();
  }

  private List<Series> of(String metric) {
    var names = Pattern.compile(metric + "(_bucket|_count|_sum|_max)?");
    return series.stream().filter(one -> names.matcher(one.name()).matches()).toList();
  }

  private static Series series(String line) {
    var parts = SERIES.matcher(line);
    if (!parts.matches()) {
      throw new AssertionError("not a series: " + line);
    }
    var tags = new TreeMap<String, String>();
    if (parts.group(2) != null) {
      TAG.matcher(parts.group(2)).results().forEach(tag -> tags.put(tag.group(1), tag.group(2)));
    }
    return new Series(
        parts.group(1), tags, Double.parseDouble(parts.group(3).replace("+Inf", "Infinity")));
  }
}
