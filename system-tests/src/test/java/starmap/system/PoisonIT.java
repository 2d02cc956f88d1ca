package starmap.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One item that kills its worker; a supervisor starts another worker each time. */
class PoisonIT {
  private static final int ITEMS = 2_000;
  private static final int BAD = 1_234;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @ParameterizedTest
  @CsvSource({"exit,-1,100", "halt,-2,8192", "endless loop,-3,1"})
  void itemThatKillsItsWorkerIsTheOnlyOneThatFails(String how, long item, int chunkSize) {
    try (var starmap = Installation.start(Duration.ofSeconds(3))) {
      var worker = starmap.addWorker(2);
      var http = starmap.http();
      var job = http.submit(job(item, chunkSize, ",\"timeout\":{\"item\":\"PT3S\"}"));
      int deaths = 0;
      while (!ended(http, job)) {
        if (!worker.isAlive()) {
          deaths++;
          worker = starmap.addWorker(2);
        }
      }

      assertThat(http.job(job).at("/error/index").asLong()).isEqualTo(BAD);
      assertThat(http.job(job).at("/error/type").asString()).isEqualTo("CRASHED");
      assertThat(http.get(job + "/results?values=true&only=ok").body())
          .isEqualTo(others(LongStream.range(0, ITEMS).filter(i -> i != BAD)));
      assertThat(deaths).isLessThanOrEqualTo(5);
      System.out.printf("poison: %s, chunk size %d: %d worker deaths%n", how, chunkSize, deaths);
    }
  }

  @Test
  void itemThatUsesUpStackOrHeapFailsAndItsWorkerLives() {
    try (var starmap = Installation.start(Duration.ofSeconds(3))) {
      var worker = starmap.addWorker(2);
      for (long item : new long[] {Poison.STACK, Poison.HEAP}) {
        var job = starmap.http().submit(job(item, 100, ""));
        await().atMost(PATIENCE).until(() -> ended(starmap.http(), job));
        assertThat(starmap.http().job(job).at("/error/index").asLong()).isEqualTo(BAD);
        assertThat(starmap.http().job(job).at("/error/type").asString()).endsWith("Error");
        assertThat(starmap.http().job(job).at("/counts/succeeded").asInt()).isEqualTo(ITEMS - 1);
      }
      assertThat(worker.isAlive()).isTrue();
    }
  }

  private static boolean ended(Http http, String job) {
    return http.job(job + "?wait=0.2").get("state").asString().equals("PARTIAL");
  }

  private static String job(long item, int chunkSize, String options) {
    var items =
        LongStream.range(0, ITEMS)
            .mapToObj(i -> Long.toString(i == BAD ? item : i))
            .collect(Collectors.joining(","));
    return "{\"chunkSize\":%d,\"function\":\"test.poison\",\"input\":{\"items\":[%s]}%s}"
        .formatted(chunkSize, items, options);
  }

  private static String others(LongStream indexes) {
    return indexes.mapToObj(i -> i + "\n").collect(Collectors.joining());
  }
}
