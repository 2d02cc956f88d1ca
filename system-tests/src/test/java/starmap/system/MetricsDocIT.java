package starmap.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import starmap.meter.MeterName;
import starmap.store.CallOutcome;
import starmap.store.JobStore;
import starmap.worker.execute.Executions;

/** docs/metrics.md is what both services tell, no more and no less. */
class MetricsDocIT {
  private static final Path DOCUMENT = Path.of("../docs/metrics.md");
  private static final Pattern ROW =
      Pattern.compile(
          "(?m)^\\| `(starmap_\\w+)` \\| (\\w+) \\| \\w+ \\|([^|]*)\\| [^|]+ \\| (API|worker|API, worker|API, all alike) \\|$");
  private static final Pattern WORD = Pattern.compile("`(\\w+)`");

  /** A row of the table; a tag without values is an open one. */
  private record Row(String metric, String type, Map<String, Set<String>> tags, String place) {
    static Row of(MatchResult row) {
      var tags = new TreeMap<String, Set<String>>();
      for (var tag : row.group(3).split(";", -1)) {
        var words = WORD.matcher(tag).results().map(word -> word.group(1)).toList();
        if (!words.isEmpty()) {
          tags.put(words.getFirst(), new TreeSet<>(words.subList(1, words.size())));
        }
      }
      return new Row(row.group(1), row.group(2), tags, row.group(4));
    }
  }

  @Test
  void theTableEqualsWhatApiAndWorkerTellAfterASmallLoad() throws IOException {
    var rows = rows();
    try (var starmap = Installation.start(Duration.ofSeconds(15))) {
      var worker = starmap.addWorkerWithPort(2);
      new SampleLoad(starmap.http()).run();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  Scrape.of(starmap.http()).sum("starmap_job_ended_total", "state", "partial") > 0);

      compare(rows, row -> row.place().startsWith("API"), Scrape.of(starmap.http()));
      compare(rows, row -> row.place().endsWith("worker"), Scrape.of(worker));
    }
  }

  @Test
  void valuesOfTagsAreThoseOfTheCode() throws IOException {
    var rows = rows().stream().collect(Collectors.toMap(Row::metric, Row::tags));
    assertThat(rows.get("starmap_store_call_seconds"))
        .isEqualTo(Map.of(MeterName.VERB, verbs(), MeterName.OUTCOME, words(CallOutcome.values())));
    assertThat(rows.get("starmap_chunk_execution_seconds").get(MeterName.OUTCOME))
        .isEqualTo(words(Executions.Fate.values()));
    assertThat(rows).hasSize(MeterName.values().length);
  }

  private static void compare(List<Row> all, Predicate<Row> isHere, Scrape scrape) {
    var rows = all.stream().filter(isHere).toList();
    var types = new TreeMap<>(scrape.types());
    types
        .keySet()
        .removeIf(
            name -> types.containsKey(name.replaceFirst("_max$", "")) && name.endsWith("_max"));
    assertThat(types)
        .isEqualTo(new TreeMap<>(rows.stream().collect(Collectors.toMap(Row::metric, Row::type))));
    for (var row : rows) {
      assertThat(scrape.tags(row.metric())).as(row.metric()).isEqualTo(row.tags().keySet());
      row.tags()
          .forEach(
              (tag, values) -> {
                if (!values.isEmpty()) {
                  assertThat(values).as(row.metric()).containsAll(scrape.values(row.metric(), tag));
                }
              });
    }
  }

  private static List<Row> rows() throws IOException {
    var text = Files.readString(DOCUMENT);
    var rows = ROW.matcher(text).results().map(Row::of).toList();
    assertThat(rows)
        .as("rows in the form that is read here")
        .hasSize((int) text.lines().filter(line -> line.startsWith("| `starmap_")).count());
    return rows;
  }

  private static Set<String> verbs() {
    var silent = Set.of("input", "ledger", "settleAndClaim");
    var plain =
        Arrays.stream(JobStore.class.getMethods())
            .filter(method -> !method.isDefault())
            .map(method -> method.getName())
            .filter(name -> !silent.contains(name));
    return Stream.concat(plain, Stream.of("claim", "settle", "settle_claim"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> words(Enum<?>[] values) {
    return Arrays.stream(values)
        .map(value -> value.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
