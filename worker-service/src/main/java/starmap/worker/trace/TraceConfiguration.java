package starmap.worker.trace;

import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Takes part in traces where Spring brings a tracer. */
@Configuration(proxyBeanMethods = false)
class TraceConfiguration {
  @Bean
  ChunkTraces chunkTraces(ObjectProvider<Tracer> tracers, ObjectProvider<Propagator> propagators) {
    var tracer = tracers.getIfAvailable();
    var propagator = propagators.getIfAvailable();
    return tracer == null || propagator == null
        ? ChunkTraces.NONE
        : new SpannedChunks(tracer, propagator);
  }
}
