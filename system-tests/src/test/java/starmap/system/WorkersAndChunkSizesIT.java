package starmap.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WorkersAndChunkSizesIT {
  private static final int ITEMS = 5_000;

  @Test
  void anyNumberOfWorkersAndAnyChunkSizeGiveTheSameOrderedResultsAndTheSamePi() {
    try (var starmap = Installation.start(Duration.ofSeconds(15))) {
      starmap.addWorker(1);
      everyChunkSize(starmap.http(), 1);
      var pi = pi(starmap.http(), "1");
      assertThat(4 * Double.parseDouble(pi) / 64e6).isCloseTo(Math.PI, offset(0.001));
      assertThat(pi(starmap.http(), "64")).isEqualTo(pi);
      starmap.addWorker(1);
      everyChunkSize(starmap.http(), 2);
      assertThat(pi(starmap.http(), "7")).isEqualTo(pi);
      starmap.addWorker(1);
      starmap.addWorker(1);
      everyChunkSize(starmap.http(), 4);
      assertThat(pi(starmap.http(), "\"auto\"")).isEqualTo(pi);
      assertThat(pi(starmap.http(), "1")).isEqualTo(pi);
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

  /** 64 million random points, the same ones each time. */
  private static String pi(Http http, String chunkSize) {
    var path =
        http.submit(
            """
            {"function":"pi.inside","chunkSize":%s,"input":{"random":{"seed":1,"count":64}},
             "constants":{"samples":1000000},"reduce":"sum","store":false}"""
                .formatted(chunkSize));
    var response = http.get(path + "?wait=60");
    assertThat(response.body()).contains("SUCCEEDED", "\"items\":64");
    return http.job(path).at("/reduction/value").asString();
  }

  private static String numbers(java.util.function.LongUnaryOperator function) {
    return LongStream.range(0, ITEMS)
        .map(function)
        .mapToObj(Long::toString)
        .collect(Collectors.joining(",", "[", "]"));
  }
}
