package starmap.api.trace;

import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import java.util.TreeMap;
import starmap.job.NewJob;

/** Stores with a job what would be sent to a service that is called. */
record RequestTrace(Tracer tracer, Propagator propagator) implements CurrentTrace {
  @Override
  public NewJob on(NewJob job) {
    var span = tracer.currentSpan();
    if (span == null) {
      return job;
    }
    var headers = new TreeMap<String, String>();
    propagator.inject(span.context(), headers, (_, name, value) -> headers.put(name, value));
    return job.traced(headers);
  }
}
