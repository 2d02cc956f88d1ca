package starmap.worker.trace;

import io.micrometer.tracing.Link;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import starmap.chunk.ClaimedChunk;

/**
 * A span for each chunk of a job that belongs to a trace, as a child of the request that submitted
 * the job. Chunks that a slot claims together wait for each other, so all but the first have a link
 * to the first. Whether spans are sent was decided where the trace began.
 */
public final class SpannedChunks implements ChunkTraces {
  private static final String NAME = "starmap.chunk";

  private final Tracer tracer;
  private final Propagator propagator;

  /** What a slot claimed last. */
  private static final ThreadLocal<@Nullable Claim> LAST = new ThreadLocal<>();

  /**
   * Chunks that were claimed together.
   *
   * @param id what their tokens have in common
   * @param first the span of the first one
   */
  private record Claim(String id, TraceContext first) {
    static String id(ClaimedChunk chunk) {
      return chunk.token().substring(0, Math.max(0, chunk.token().lastIndexOf('.')));
    }
  }

  /** Sends spans with {@code tracer}. */
  public SpannedChunks(Tracer tracer, Propagator propagator) {
    this.tracer = tracer;
    this.propagator = propagator;
  }

  @Override
  public <T extends @Nullable Object> T trace(ClaimedChunk chunk, Supplier<T> computing) {
    var trace = chunk.spec().trace();
    if (trace == null) {
      return computing.get();
    }
    var span = begin(chunk, trace);
    try (var _ = tracer.withSpan(span)) {
      return computing.get();
    } finally {
      span.end();
    }
  }

  private Span begin(ClaimedChunk chunk, Map<String, String> trace) {
    var spec = chunk.spec();
    var builder =
        propagator
            .extract(trace, Map::get)
            .name(NAME)
            .kind(Span.Kind.CONSUMER)
            .tag("starmap.job.id", chunk.id().job().value())
            .tag("starmap.function", spec.function())
            .tag("starmap.mode", spec.mode().name())
            .tag("starmap.attempt", chunk.attempt())
            .tag("starmap.items", chunk.id().length());
    var before = LAST.get();
    var claim = Claim.id(chunk);
    boolean isFirst = before == null || !before.id().equals(claim);
    if (!isFirst) {
      builder.addLink(new Link(before.first()));
    }
    var span = builder.start();
    if (isFirst) {
      LAST.set(new Claim(claim, span.context()));
    }
    return span;
  }
}
