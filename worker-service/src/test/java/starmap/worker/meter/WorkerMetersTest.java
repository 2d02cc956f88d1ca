package starmap.worker.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Clock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.tracer.common.SpanContext;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import starmap.chunk.ChunkId;
import starmap.chunk.ClaimedChunk;
import starmap.chunk.LeaseState;
import starmap.chunk.Part;
import starmap.chunk.Segment;
import starmap.chunk.SettleResult;
import starmap.chunk.Settlement;
import starmap.job.Input;
import starmap.job.JobId;
import starmap.job.JobSpec;
import starmap.job.Mode;
import starmap.worker.execute.Executions.Fate;
import starmap.worker.held.HeldChunks;

class WorkerMetersTest {
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";
  private static final long MILLISECOND = 1_000_000;

  private final HeldChunks held = new HeldChunks();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(
          PrometheusConfig.DEFAULT, new PrometheusRegistry(), Clock.SYSTEM, new Traced());
  private final WorkerMeters meters = new WorkerMeters(registry, held);

  @Test
  void itemsCountWhenTheyAreRecordedAndOnlyThen() {
    var chunk = hold("square@1", 20);
    var parts =
        List.<Part>of(recorded(10, 3), new Part.Delayed(4, Duration.ZERO), new Part.Kept(6));
    meters.settled(List.of(settlement(chunk, parts)), List.of(SettleResult.RECORDED));
    meters.settled(List.of(settlement(chunk, parts)), List.of(SettleResult.GONE));
    meters.settled(List.of(settlement(chunk, parts)), List.of(SettleResult.LOST));

    assertThat(items("square", "succeeded")).isEqualTo(7);
    assertThat(items("square", "failed")).isEqualTo(3);
    assertThat(items("square", "retried")).isEqualTo(4);
  }

  @Test
  void leasesAreLostWhenRedisSaysSoOrWhenAResultIsLate() {
    var chunk = hold("square@1", 2);
    var all = settlement(chunk, List.of(recorded(2, 0)));
    meters.settled(List.of(all, all), List.of(SettleResult.LATE, SettleResult.LOST));
    meters.extended(List.of(LeaseState.HELD, LeaseState.LOST, LeaseState.GONE));

    assertThat(registry.get("starmap.lease.lost").counter().count()).isEqualTo(3);
    assertThat(items("square", "succeeded")).as("late results count").isEqualTo(2);
  }

  @Test
  void anyNumberOfFunctionsMakesABoundedNumberOfSeries() {
    IntStream.range(0, 1_000)
        .forEach(i -> meters.ended("f" + i + "@1", Fate.COMPLETED, MILLISECOND));

    var timers = registry.get("starmap.chunk.execution").timers();
    assertThat(timers).hasSize(101);
    assertThat(registry.get("starmap.chunk.execution").tag("function", "other").timer().count())
        .isEqualTo(900);
    assertThat(registry.scrape().lines().filter(line -> !line.startsWith("#")).count())
        .as("series of a thousand functions")
        .isLessThan(2_500);
  }

  @Test
  void stepsOfTheDistributionLeadToTraces() {
    meters.ended("square@1", Fate.COMPLETED, 3 * MILLISECOND);

    assertThat(registry.scrape(OPEN_METRICS))
        .containsPattern(
            "starmap_chunk_execution_seconds_bucket\\{function=\"square\",outcome=\"completed\",le=\"0.005\"} 1 # \\{span_id=\"00f067aa0ba902b7\",trace_id=\"4bf92f3577b34da6a3ce929d0e0e4736\"}");
  }

  private double items(String function, String outcome) {
    return registry
        .get("starmap.item.processed")
        .tags("function", function, "outcome", outcome)
        .counter()
        .count();
  }

  private ClaimedChunk hold(String function, int length) {
    var id = new ChunkId(JobId.random(), "e1", 0, length);
    var spec = new JobSpec(function, Mode.MAP, new Input.Range(0, 1));
    var chunk = new ClaimedChunk(id, "w1.token", 1, 0, spec, null);
    var _ = held.hold(chunk);
    return chunk;
  }

  private static Part recorded(int count, int failed) {
    return new Part.Recorded(new Segment(count, failed, new byte[0]), null);
  }

  private static Settlement settlement(ClaimedChunk chunk, List<Part> parts) {
    return new Settlement(chunk.id(), chunk.token(), Duration.ZERO, parts);
  }

  /** As if the thread were in the middle of a sampled trace. */
  private static final class Traced implements SpanContext {
    @Override
    public String getCurrentTraceId() {
      return "4bf92f3577b34da6a3ce929d0e0e4736";
    }

    @Override
    public String getCurrentSpanId() {
      return "00f067aa0ba902b7";
    }

    @Override
    public boolean isCurrentSpanSampled() {
      return true;
    }

    @Override
    public void markCurrentSpanAsExemplar() {}
  }
}
