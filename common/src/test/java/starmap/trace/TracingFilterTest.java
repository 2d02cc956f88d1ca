package starmap.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class TracingFilterTest {
  private static final String SDK =
      "org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration";
  private static final String LOGS =
      "org.springframework.boot.opentelemetry.autoconfigure.logging.OpenTelemetryLoggingAutoConfiguration";
  private static final String METRICS =
      "org.springframework.boot.opentelemetry.autoconfigure.metrics.OpenTelemetryMetricsAutoConfiguration";
  private static final String TRACER =
      "org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration";
  private static final String OTHER =
      "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration";

  @Test
  void nothingOfTracingIsLeftWhereNobodySaysWhereTracesGo() {
    assertThat(left(Map.of())).containsExactly(OTHER);
    assertThat(left(Map.of(TracingFilter.ENDPOINT, " "))).containsExactly(OTHER);
  }

  @Test
  void tracesAndNeitherLogsNorMetricsAreSentWhereSomebodyDoes() {
    assertThat(left(Map.of(TracingFilter.ENDPOINT, "http://collector:4318/v1/traces")))
        .containsExactly(SDK, TRACER, OTHER);
  }

  @Test
  void whatIsSwitchedOffStaysOff() {
    var settings =
        Map.<String, Object>of(
            TracingFilter.ENDPOINT,
            "http://collector:4318/v1/traces",
            TracingFilter.ENABLED,
            "false");
    assertThat(left(settings)).containsExactly(OTHER);
  }

  private static List<String> left(Map<String, Object> settings) {
    var environment = new StandardEnvironment();
    environment.getPropertySources().addFirst(new MapPropertySource("test", settings));
    var filter = new TracingFilter();
    filter.setEnvironment(environment);
    String[] all = {SDK, LOGS, METRICS, TRACER, OTHER, null};
    var matches = filter.match(all, null);
    var left = new ArrayList<String>();
    for (int i = 0; i < all.length - 1; i++) {
      if (matches[i]) {
        left.add(all[i]);
      }
    }
    return left;
  }
}
