package starmap.api.stats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import starmap.api.testing.Http;
import starmap.api.testing.LocalApi;
import starmap.api.testing.LocalApiExtension;

/** What computing a job cost, over HTTP. */
@ExtendWith(LocalApiExtension.class)
class StatsIT {
  private final Http http;

  StatsIT(LocalApi api) {
    http = api.http();
  }

  @Test
  void theSlowItemIsFound() {
    var job =
        http.submit(
                "{\"function\":\"sleep\",\"chunkSize\":1,\"input\":{\"items\":[0.01,0.01,0.25,0.01]}}")
            .await("SUCCEEDED");
    var stats = http.get(job.path() + "/stats").expect(200).json();
    assertThat(stats.at("/item/count").asInt()).isEqualTo(4);
    assertThat(stats.at("/slowest/0/index").asInt()).isEqualTo(2);
    assertThat(stats.at("/slowest/0/seconds").asDouble()).isGreaterThanOrEqualTo(0.25);
    assertThat(stats.at("/item/max").asDouble()).isGreaterThanOrEqualTo(0.249);
    assertThat(stats.at("/item/p50").asDouble()).isBetween(0.009, stats.at("/item/max").asDouble());
    assertThat(stats.get("busySeconds").asDouble()).isGreaterThanOrEqualTo(0.28);
    double speedup = stats.get("speedup").asDouble();
    assertThat(speedup).isPositive();
    assertThat(stats.get("utilisation").asDouble()).isBetween(speedup * 0.49, speedup * 0.51);
    assertThat(stats.get("retried").asInt()).isZero();
  }

  @Test
  void aSlowItemAmongOthersOfItsChunkIsFound() {
    var job =
        http.submit(
                "{\"function\":\"sleep\",\"chunkSize\":5,\"input\":{\"items\":[0.002,0.002,0.002,0.5,0.002]}}")
            .await("SUCCEEDED");
    var stats = http.get(job.path() + "/stats").expect(200).json();
    assertThat(stats.at("/slowest/0/index").asInt()).isEqualTo(3);
  }

  @Test
  void aJobThatNobodyHasBegunCostNothing() {
    var job = http.submit("{\"function\":\"square\",\"input\":{\"items\":[]}}");
    var stats = http.get(job.path() + "/stats").expect(200).json();
    assertThat(stats.at("/item/count").asInt()).isZero();
    assertThat(stats.get("elapsedSeconds").isNull()).isTrue();
    assertThat(stats.get("speedup").isNull()).isTrue();
    http.get("/v1/jobs/aaaaaaaaaaaaaaaaaaaaaaaaaa/stats").expectProblem(404, "job-not-found");
  }
}
