package starmap.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LostWorkerIT {
  private static final Duration LEASE =
      Duration.ofSeconds(Integer.getInteger("starmap.test.lease", 3));

  @TempDir private Path folder;

  @Test
  void jobEndsExactlyAndInOrderAfterAWorkerWasKilledInTheMiddle() {
    int items = 400;
    try (var starmap = Installation.start(LEASE)) {
      var victim = starmap.addWorker(2);
      starmap.addWorker(2);
      var trace = folder.resolve("trace");
      var job = starmap.http().submit(sleeps(items, 10, 10, trace));
      await().until(() -> TracedSleep.read(trace).stream().anyMatch(e -> e.pid() == victim.pid()));
      await().until(() -> TracedSleep.read(trace).size() > items / 2);
      victim.kill();
      var killed = Instant.now();

      var results = starmap.http().get(job + "/results?follow=true&values=true").body();

      assertThat(results).isEqualTo(indexes(items));
      var ended = starmap.http().job(job);
      assertThat(ended.get("state").asString()).isEqualTo("SUCCEEDED");
      assertThat(ended.get("counts").get("succeeded").asLong()).isEqualTo(items);
      assertThat(ended.get("chunks").get("reclaimed").asLong()).isPositive();
      System.out.printf(
          "killed with -9; the job ended %d ms later (lease %d ms)%n",
          Duration.between(killed, Instant.parse(ended.get("times").get("finished").asString()))
              .toMillis(),
          LEASE.toMillis());
    }
  }

  @Test
  void stoppedWorkerFinishesItsItemAndHandsTheRestBack() {
    try (var starmap = Installation.start(Duration.ofSeconds(15))) {
      var first = starmap.addWorker(1);
      var trace = folder.resolve("trace");
      var job = starmap.http().submit(sleeps(60, 60, 1_000, trace));
      await().atMost(Duration.ofSeconds(20)).until(() -> TracedSleep.read(trace).size() >= 2);
      first.terminate();
      var told = Instant.now();
      first.awaitExit(Duration.ofSeconds(10));
      var exit = Duration.between(told, Instant.now());
      int finished = TracedSleep.read(trace).size();
      assertThat(starmap.http().job(job).get("counts").get("succeeded").asInt())
          .isEqualTo(finished);

      starmap.addWorker(1);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> TracedSleep.read(trace).size() >= finished + 2);
      starmap.http().post(job + ":cancel", "");

      assertThat(TracedSleep.read(trace).stream().map(TracedSleep.Execution::index).toList())
          .as("each item once, one after the other")
          .startsWith(LongStream.range(0, finished + 2).boxed().toArray(Long[]::new))
          .doesNotHaveDuplicates();
      System.out.printf(
          "SIGTERM inside a 60 s chunk: exit after %d ms, %d items recorded, none again%n",
          exit.toMillis(), finished);
    }
  }

  private static String sleeps(int items, int chunkSize, int millis, Path trace) {
    var item = "[" + millis + ",\"" + trace + "\"]";
    return "{\"chunkSize\":%d,\"function\":\"test.traced-sleep\",\"mode\":\"starmap\",\"input\":{\"items\":[%s]}}"
        .formatted(chunkSize, String.join(",", Collections.nCopies(items, item)));
  }

  private static String indexes(int items) {
    return LongStream.range(0, items).mapToObj(i -> i + "\n").collect(Collectors.joining());
  }
}
