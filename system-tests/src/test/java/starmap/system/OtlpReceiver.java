package starmap.system;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;

/** A collector of traces: takes what processes send it. */
final class OtlpReceiver implements AutoCloseable {
  private final HttpServer server;
  private final Collection<Span> spans = new CopyOnWriteArrayList<>();
  private final Set<String> paths = new ConcurrentSkipListSet<>();

  private OtlpReceiver(HttpServer server) {
    this.server = server;
  }

  static OtlpReceiver start() {
    try {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      var receiver = new OtlpReceiver(HttpServer.create(address, 0));
      receiver.server.createContext("/", receiver::receive);
      receiver.server.start();
      return receiver;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What makes a process send all its traces here. */
  Map<String, String> environment() {
    return Map.of(
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "http://127.0.0.1:" + server.getAddress().getPort(),
        "OTEL_TRACES_SAMPLER_ARG",
        "1.0",
        "OTEL_BSP_SCHEDULE_DELAY",
        "100");
  }

  /** What has come of a trace so far. */
  List<Span> spans(String trace) {
    return spans.stream().filter(span -> hex(span.getTraceId()).equals(trace)).toList();
  }

  /** The same, of one kind of work. */
  List<Span> spans(String trace, String name) {
    return spans(trace).stream().filter(span -> span.getName().equals(name)).toList();
  }

  /** Where something was sent to. */
  Set<String> paths() {
    return paths;
  }

  static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }

  static AnyValue attribute(Span span, String name) {
    return span.getAttributesList().stream()
        .filter(attribute -> attribute.getKey().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " in " + span))
        .getValue();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath();
      paths.add(path);
      if (path.equals("/v1/traces")) {
        ExportTraceServiceRequest.parseFrom(exchange.getRequestBody())
            .getResourceSpansList()
            .forEach(
                resource ->
                    resource
                        .getScopeSpansList()
                        .forEach(scope -> spans.addAll(scope.getSpansList())));
      }
      exchange.sendResponseHeaders(200, -1);
    }
  }
}
