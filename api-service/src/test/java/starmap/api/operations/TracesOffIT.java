package starmap.api.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.observation.ObservationHandler;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler;
import io.opentelemetry.api.OpenTelemetry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import starmap.api.testing.Http;
import starmap.api.testing.LocalApi;
import starmap.api.testing.LocalApiExtension;
import starmap.api.trace.CurrentTrace;
import starmap.job.JobId;
import starmap.store.JobStore;

/** Nobody has said where traces go. */
@ExtendWith(LocalApiExtension.class)
class TracesOffIT {
  private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private final LocalApi api;
  private final Http http;

  TracesOffIT(LocalApi api) {
    this.api = api;
    http = api.http();
  }

  @Test
  void nobodyIsThereWhoCouldTrace() {
    var context = api.context();
    assertThat(context.getBeansOfType(Tracer.class)).isEmpty();
    assertThat(context.getBeansOfType(OpenTelemetry.class)).isEmpty();
    assertThat(context.getBeansOfType(ObservationHandler.class).values())
        .noneMatch(TracingObservationHandler.class::isInstance);
    assertThat(context.getBean(CurrentTrace.class)).isSameAs(CurrentTrace.NONE);
    assertThat(context.getBean("traceIds", FilterRegistrationBean.class).isEnabled()).isFalse();
  }

  @Test
  void nothingIsToldOrStoredOfATrace() {
    var answer =
        http.call("POST", "/v1/jobs")
            .header("traceparent", PARENT)
            .json("{\"function\":\"square\",\"input\":{\"items\":[1]}}")
            .send()
            .expect(202);
    assertThat(answer.header("X-Trace-Id")).isNull();
    var id = new JobId(answer.json().get("id").asString());
    var job = api.context().getBean(JobStore.class).find(id).orElseThrow();
    assertThat(job.spec().trace()).isNull();
    assertThat(http.get("/v1/jobs/x").json().has("traceId")).isFalse();
  }
}
