package starmap.api.trace;

import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** Takes part in traces where Spring brings a tracer. */
@Configuration(proxyBeanMethods = false)
class TraceConfiguration {
  /** Right behind the filter of Spring that begins the request's span. */
  private static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 2;

  @Bean
  CurrentTrace currentTrace(ObjectProvider<Tracer> tracers, ObjectProvider<Propagator> propagator) {
    var tracer = tracers.getIfAvailable();
    return tracer == null
        ? CurrentTrace.NONE
        : new RequestTrace(tracer, propagator.getIfAvailable(() -> Propagator.NOOP));
  }

  @Bean
  FilterRegistrationBean<TraceIds> traceIds(ObjectProvider<Tracer> tracers) {
    var tracer = tracers.getIfAvailable();
    var filter = new FilterRegistrationBean<>(new TraceIds(tracer == null ? Tracer.NOOP : tracer));
    filter.setEnabled(tracer != null);
    filter.setOrder(ORDER);
    return filter;
  }
}
