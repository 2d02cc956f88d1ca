package starmap.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WorkersAndChunkSizesIT {
  private static final int ITEMS = 5_000;

  @Test
  void anyNumberOfWorkersAndAnyChunkSizeGiveTheSameOrderedResults() {
    try (var starmap = Installation.start(Duration.ofSeconds(15))) {
      starmap.addWorker(1);
      everyChunkSize(starmap.http(), 1);
      starmap.addWorker(1);
      everyChunkSize(starmap.http(), 2);
      starmap.addWorker(1);
      starmap.addWorker(1);
      everyChunkSize(starmap.http(), 4);
    }
  }

  private static void everyChunkSize(Http http, int workers) {
    for (var size : new String[] {"1", "7", "1000", "\"auto\""}) {
      var items = numbers(x -> x);
      var path =
          http.submit(
              "{\"chunkSize\":%s,\"function\":\"square\",\"input\":{\"items\":%s}}"
                  .formatted(size, items));
      var response = http.get(path + "/results?follow=true&values=true");
      assertThat(response.body().lines().collect(Collectors.joining(",", "[", "]")))
          .as("chunk size %s, %d workers", size, workers)
          .isEqualTo(numbers(x -> x * x));
      assertThat(http.job(path).get("state").asString()).isEqualTo("SUCCEEDED");
    }
  }

  private static String numbers(java.util.function.LongUnaryOperator function) {
    return LongStream.range(0, ITEMS)
        .map(function)
        .mapToObj(Long::toString)
        .collect(Collectors.joining(",", "[", "]"));
  }
}
