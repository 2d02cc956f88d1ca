package starmap.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.proto.trace.v1.Span;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class TraceIT {
  private static final String PARENT = "b7ad6b7169203331";
  private static final String CHUNK = "starmap.chunk";
  private static OtlpReceiver receiver;
  private static Installation starmap;
  private static Program worker;

  @BeforeAll
  static void start() {
    receiver = OtlpReceiver.start();
    var environment = new HashMap<>(receiver.environment());
    environment.put("LOGGING_LEVEL_STARMAP_WORKER", "debug");
    starmap = Installation.start(Duration.ofSeconds(15), environment);
    worker = starmap.addWorker(2);
  }

  @AfterAll
  static void stop() {
    starmap.close();
    receiver.close();
  }

  @Test
  void oneTraceGoesFromTheRequestOverRedisToTheChunkInTheWorker() {
    var trace = "0af7651916cd43dd8448eb211c80319c";
    var answer =
        submit(
            "{\"function\":\"square\",\"chunkSize\":3,\"input\":{\"items\":[1,2,3]}}", trace, "01");
    assertThat(answer.headers().firstValue("X-Trace-Id")).hasValue(trace);

    await().until(() -> !receiver.spans(trace, CHUNK).isEmpty());
    await().until(() -> server(trace) != null);
    var request = server(trace);
    assertThat(OtlpReceiver.hex(request.getParentSpanId())).isEqualTo(PARENT);
    var chunk = receiver.spans(trace, CHUNK).getFirst();
    assertThat(chunk.getParentSpanId()).isEqualTo(request.getSpanId());
    assertThat(OtlpReceiver.attribute(chunk, "starmap.function").getStringValue())
        .isEqualTo("square@1");
    assertThat(OtlpReceiver.attribute(chunk, "starmap.mode").getStringValue()).isEqualTo("MAP");
    assertThat(OtlpReceiver.attribute(chunk, "starmap.attempt").getIntValue()).isOne();
    assertThat(OtlpReceiver.attribute(chunk, "starmap.items").getIntValue()).isEqualTo(3);
    assertThat(OtlpReceiver.attribute(chunk, "starmap.job.id").getStringValue())
        .isEqualTo(id(answer));
    assertThat(starmap.api().output()).contains("traceId=" + trace);
    worker.awaitLine("(traceId=" + trace + ")");
  }

  @Test
  void whoeverBeganATraceDecidesWhetherItsSpansAreSent() {
    var unwanted = "1af7651916cd43dd8448eb211c80319c";
    var wanted = "2af7651916cd43dd8448eb211c80319c";
    var job = "{\"function\":\"square\",\"input\":{\"items\":[1,2,3]}}";
    assertThat(submit(job, unwanted, "00").headers().firstValue("X-Trace-Id")).hasValue(unwanted);
    worker.awaitLine("(traceId=" + unwanted + ")");
    submit(job, wanted, "01");
    await().until(() -> server(wanted) != null && !receiver.spans(wanted, CHUNK).isEmpty());
    assertThat(receiver.spans(unwanted)).isEmpty();
  }

  @Test
  void chunksThatWereClaimedTogetherAreLinked() {
    var trace = "3af7651916cd43dd8448eb211c80319c";
    var job =
        "{\"function\":\"square\",\"chunkSize\":1,\"input\":{\"range\":{\"stop\":500}},\"reduce\":\"gcd\"}";
    submit(job, trace, "01");

    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> receiver.spans(trace, CHUNK).stream().anyMatch(TraceIT::isFolding));
    var chunks = receiver.spans(trace, CHUNK);
    var links = chunks.stream().flatMap(chunk -> chunk.getLinksList().stream()).toList();
    assertThat(links).isNotEmpty();
    assertThat(chunks)
        .extracting(Span::getSpanId)
        .containsAll(links.stream().map(Span.Link::getSpanId).toList());
    assertThat(chunks).extracting(Span::getParentSpanId).containsOnly(server(trace).getSpanId());
  }

  @Test
  void aProblemNamesItsTrace() {
    var answer = starmap.http().post("/v1/map/square", "[1,");
    assertThat(answer.statusCode()).isEqualTo(400);
    var trace = JsonMapper.shared().readTree(answer.body()).get("traceId").asString();
    assertThat(trace).matches("[0-9a-f]{32}");
    assertThat(answer.headers().firstValue("X-Trace-Id")).hasValue(trace);
  }

  @Test
  void nothingButTracesIsSent() {
    var trace = "4af7651916cd43dd8448eb211c80319c";
    submit("{\"function\":\"square\",\"input\":{\"items\":[1]}}", trace, "01");
    await().until(() -> server(trace) != null);
    assertThat(receiver.paths()).containsExactly("/v1/traces");
  }

  private static HttpResponse<String> submit(String job, String trace, String flags) {
    var parent = Map.of("traceparent", "00-" + trace + "-" + PARENT + "-" + flags);
    var answer = starmap.http().post("/v1/jobs", job, parent);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return answer;
  }

  private static String id(HttpResponse<String> answer) {
    return JsonMapper.shared().readTree(answer.body()).get("id").asString();
  }

  private static Span server(String trace) {
    return receiver.spans(trace).stream()
        .filter(span -> span.getKind() == Span.SpanKind.SPAN_KIND_SERVER)
        .findFirst()
        .orElse(null);
  }

  private static boolean isFolding(Span chunk) {
    return OtlpReceiver.attribute(chunk, "starmap.mode").getStringValue().equals("REDUCE");
  }
}
