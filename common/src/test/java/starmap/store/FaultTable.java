package starmap.store;

import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import starmap.fault.Fault;
import starmap.store.Verb.Outcome;

/** What came of each verb with each fault, for people. */
final class FaultTable {
  private static final String LEGEND =
      """

      Faults: what a call answered (ok = done, U = Unavailable, F = Full, D = Denied), and the longest time in ms.
      After each, the call was repeated until it was done, and its effect was there exactly once.
      """;

  private final Map<String, Map<Fault, Outcome>> rows = new LinkedHashMap<>();
  private final Map<Fault, Long> longest = new EnumMap<>(Fault.class);

  void add(Verb verb, Fault fault, Outcome outcome, Duration took) {
    rows.computeIfAbsent(verb.name(), _ -> new EnumMap<>(Fault.class)).put(fault, outcome);
    longest.merge(fault, took.toMillis(), Math::max);
  }

  @Override
  public String toString() {
    var lines = Stream.concat(Stream.of(header()), rows.entrySet().stream().map(this::row));
    var times = line("ms", fault -> Long.toString(longest.getOrDefault(fault, 0L)));
    long cells = rows.values().stream().mapToLong(Map::size).sum();
    return LEGEND
        + Stream.concat(lines, Stream.of(times)).collect(Collectors.joining("\n"))
        + "\n"
        + cells
        + " cells";
  }

  private String header() {
    return line("command", Fault::name) + "\n|---|" + "---|".repeat(Fault.values().length);
  }

  private String row(Map.Entry<String, Map<Fault, Outcome>> row) {
    return line(row.getKey(), fault -> word(row.getValue().get(fault)));
  }

  private static String line(String first, java.util.function.Function<Fault, String> cell) {
    return Stream.concat(Stream.of(first), Stream.of(Fault.values()).map(cell))
        .collect(Collectors.joining(" | ", "| ", " |"));
  }

  private static String word(Outcome outcome) {
    return switch (outcome) {
      case null -> "–";
      case DONE -> "ok";
      case UNAVAILABLE -> "U";
      case FULL -> "F";
      case DENIED -> "D";
    };
  }
}
