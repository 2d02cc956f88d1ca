package starmap.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import starmap.system.Poison.Harm;
import tools.jackson.databind.JsonNode;

/**
 * Items that kill their workers; a supervisor starts another worker each time. {@code
 * -Dstarmap.test.poison=true} tries every kind with every chunk size, which takes minutes.
 */
class PoisonIT {
  private static final int ITEMS = 10_000;
  private static final int BAD = 1_234;
  private static final int WORKERS = 3;

  /**
   * Three strikes, and deaths that are not charged, as somebody found them who has swept for less
   * than a lease: here each worker that dies is replaced by one that may sweep soon.
   */
  private static final int MOST = 10;

  private static final List<Integer> CHUNK_SIZES = List.of(1, 100, 8192);
  private static final boolean ALL = Boolean.getBoolean("starmap.test.poison");

  @TempDir private Path folder;
  private Installation starmap;

  /** A job with one bad item, or with none. */
  private record Submitted(Harm harm, int chunkSize, String path) {
    @Override
    public String toString() {
      return harm + ", chunk size " + chunkSize;
    }
  }

  @BeforeEach
  void start() {
    starmap =
        Installation.start(
            Duration.ofSeconds(3), Map.of(Poison.TRACE, folder.resolve("trace").toString()));
  }

  @AfterEach
  void stop() {
    starmap.close();
  }

  @Test
  void eachItemThatKillsItsWorkerIsTheOnlyOneOfItsJobThatFails() throws IOException {
    var workers =
        new ArrayList<>(Stream.generate(() -> starmap.startWorker(2)).limit(WORKERS).toList());
    starmap.awaitKnown(workers.getFirst());
    var innocent = IntStream.of(1, 20).mapToObj(this::sleeps).toList();
    var jobs =
        ALL
            ? submit(Harm.EXIT, Harm.HALT, Harm.LATE, Harm.LOOP, Harm.HUGE, Harm.LEAK)
            : submit(Harm.HUGE, Harm.LATE, Harm.LOOP);

    int deaths = supervise(workers, jobs, innocent);

    jobs.forEach(this::assertOnlyTheBadItemFailed);
    for (var path : innocent) {
      assertThat(starmap.http().job(path).get("state").asString()).isEqualTo("SUCCEEDED");
    }
    var executions = executions();
    for (var job : jobs) {
      var mine = own(job, executions);
      assertThat(mine).as("workers that %s alone may have killed", job).hasSizeBetween(1, MOST);
    }
    assertThat(deaths)
        .as("no worker died but of a bad item, and of each of them only a few did")
        .isLessThanOrEqualTo((int) executions.values().stream().flatMap(Set::stream).count())
        .isLessThanOrEqualTo(MOST * jobs.size());
    jobs.forEach(job -> System.out.printf("poison: %s: %s%n", job, told(job, executions)));
    System.out.printf("poison: %d bad items, %d worker deaths%n", jobs.size(), deaths);
  }

  @Test
  void itemsThatUseUpStackOrTimeFailAndTheirWorkerLives() throws IOException {
    var worker = starmap.startWorker(2);
    starmap.awaitKnown(worker);
    var jobs = submit(Harm.WAIT, Harm.STACK);

    while (!jobs.stream().allMatch(job -> hasEnded(job.path()))) {
      assertThat(worker.isAlive()).isTrue();
    }

    jobs.forEach(this::assertOnlyTheBadItemFailed);
    assertThat(worker.isAlive()).isTrue();
  }

  /** Counts workers that die, and replaces them, until all jobs have ended. */
  private int supervise(List<Program> workers, List<Submitted> jobs, List<String> innocent) {
    int deaths = 0;
    var paths =
        Stream.concat(jobs.stream().map(Submitted::path), innocent.stream())
            .collect(Collectors.toCollection(ArrayList::new));
    while (!paths.isEmpty()) {
      workers.removeIf(worker -> !worker.isAlive());
      while (workers.size() < WORKERS) {
        workers.add(starmap.startWorker(2));
        deaths++;
      }
      if (hasEnded(paths.getFirst())) {
        paths.removeFirst();
      }
    }
    return deaths;
  }

  private void assertOnlyTheBadItemFailed(Submitted job) {
    var http = starmap.http();
    var error = http.job(job.path()).get("error");
    assertThat(error.get("index").asLong()).as("%s", job).isEqualTo(BAD);
    assertThat(error.get("type").asString() + ": " + error.get("message").asString())
        .as("%s", job)
        .containsPattern(cause(job.harm()));
    assertThat(http.get(job.path() + "/results?values=true&only=ok").body())
        .as("%s", job)
        .isEqualTo(others());
  }

  private static String cause(Harm harm) {
    return switch (harm) {
      case EXIT, HALT, LATE, HUGE, LEAK -> "^CRASHED: 3 workers died while they held this item";
      case LOOP -> "^TimedOut: .* took longer than PT3S and did not react to an interrupt";
      case WAIT -> "^TimedOut: the item took longer than PT3S$";
      case STACK -> "^StackOverflowError";
    };
  }

  private String told(Submitted job, Map<String, Set<String>> executions) {
    JsonNode error = starmap.http().job(job.path()).get("error");
    return executions.getOrDefault(id(job.path()), Set.of()).size()
        + " executions, "
        + error.get("type").asString()
        + ": "
        + error.get("message").asString();
  }

  /** Job id to the workers, by process id, in which its bad item was executed. */
  private Map<String, Set<String>> executions() throws IOException {
    return Files.readAllLines(folder.resolve("trace")).stream()
        .map(line -> line.split(" ", -1))
        .collect(
            Collectors.groupingBy(
                words -> words[0], Collectors.mapping(words -> words[2], Collectors.toSet())));
  }

  /** Workers in which the bad item of a job was executed, and no other one. */
  private static Set<String> own(Submitted job, Map<String, Set<String>> executions) {
    var own = new HashSet<>(executions.getOrDefault(id(job.path()), Set.of()));
    executions.forEach(
        (other, workers) -> {
          if (!other.equals(id(job.path()))) {
            own.removeAll(workers);
          }
        });
    return own;
  }

  private boolean hasEnded(String path) {
    var state = starmap.http().job(path + "?wait=0.2").get("state").asString();
    return !List.of("QUEUED", "RUNNING").contains(state);
  }

  /**
   * One job of each kind, the chunk sizes in turn; each kind with each chunk size where all are
   * wanted.
   */
  private List<Submitted> submit(Harm... kinds) {
    var jobs = new ArrayList<Submitted>();
    for (int i = 0; i < kinds.length; i++) {
      var sizes = ALL ? CHUNK_SIZES : List.of(CHUNK_SIZES.get(i % CHUNK_SIZES.size()));
      for (int size : sizes) {
        jobs.add(submit(kinds[i], size));
      }
    }
    return jobs;
  }

  private Submitted submit(Harm harm, int chunkSize) {
    var items =
        LongStream.range(0, ITEMS)
            .mapToObj(i -> Long.toString(i == BAD ? harm.item() : i))
            .collect(Collectors.joining(","));
    var body =
        "{\"chunkSize\":%d,\"function\":\"test.poison\",\"timeout\":{\"item\":\"PT3S\"},\"input\":{\"items\":[%s]}}"
            .formatted(chunkSize, items);
    return new Submitted(harm, chunkSize, starmap.http().submit(body));
  }

  /** A job that is at work whenever a worker dies, and must not suffer. */
  private String sleeps(int chunkSize) {
    var items = String.join(",", Collections.nCopies(600, "0.02"));
    return starmap
        .http()
        .submit(
            "{\"chunkSize\":%d,\"function\":\"sleep\",\"input\":{\"items\":[%s]}}"
                .formatted(chunkSize, items));
  }

  private static String id(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String others() {
    return LongStream.range(0, ITEMS)
        .filter(i -> i != BAD)
        .mapToObj(i -> i + "\n")
        .collect(Collectors.joining());
  }
}
