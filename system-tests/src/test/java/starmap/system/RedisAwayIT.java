package starmap.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import starmap.localredis.RedisServer;

class RedisAwayIT {
  private static final int ITEMS = 600;
  private static final Duration AWAY = Duration.ofSeconds(10);

  @Test
  void jobGoesOnByItselfAfterRedisWasKilledForTenSeconds() {
    interrupted(RedisServer::kill, RedisServer::restart);
  }

  @Test
  void jobGoesOnByItselfAfterRedisWasFrozenForTenSeconds() {
    interrupted(RedisServer::suspend, RedisServer::resume);
  }

  private static void interrupted(
      java.util.function.Consumer<RedisServer> stop, java.util.function.Consumer<RedisServer> go) {
    try (var starmap = Installation.persistent(Duration.ofSeconds(3))) {
      starmap.addWorker(2);
      var http = starmap.http();
      var job = http.submit(sleeps());
      await().until(() -> http.job(job).get("counts").get("succeeded").asInt() > ITEMS / 10);
      stop.accept(starmap.redis());
      long stopped = System.nanoTime();
      await()
          .pollInterval(Duration.ofMillis(500))
          .atMost(AWAY.plusSeconds(10))
          .until(
              () -> {
                requireUnavailable(http, job);
                return System.nanoTime() - stopped > AWAY.toNanos();
              });
      go.accept(starmap.redis());

      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                var response = http.get(job + "?wait=1");
                return response.statusCode() == 200 && response.body().contains("SUCCEEDED");
              });
      assertThat(http.get(job + "/results?values=true").body()).isEqualTo("0.02\n".repeat(ITEMS));
    }
  }

  private static void requireUnavailable(Http http, String job) {
    var response = http.get(job);
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).isPresent();
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(response.body()).contains("urn:starmap:problem:store-unavailable");
    assertThat(http.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
  }

  private static String sleeps() {
    var items = LongStream.range(0, ITEMS).mapToObj(_ -> "0.02").collect(Collectors.joining(","));
    return "{\"chunkSize\":5,\"function\":\"sleep\",\"input\":{\"items\":[" + items + "]}}";
  }
}
