package starmap.api.direct;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Base64;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import starmap.api.testing.Duplex;
import starmap.api.testing.LocalApi;
import starmap.api.testing.LocalApiExtension;
import starmap.store.RecordField;

/** Direct calls whose body is still being sent while they are answered. */
@ExtendWith(LocalApiExtension.class)
class DuplexIT {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final String NDJSON = "Content-Type: application/x-ndjson\r\n";

  private final LocalApi api;
  private long connections;

  DuplexIT(LocalApi api) {
    this.api = api;
  }

  @BeforeEach
  void countConnections() {
    connections = api.connections();
  }

  @Test
  void eachLineIsAnsweredBeforeTheNextIsSent() throws IOException {
    try (var call = put("/v1/map/square")) {
      for (int item = 1; item <= 5; item++) {
        call.send(item + "\n");
        assertThat(call.line()).isEqualTo("" + item * item);
      }
      call.send("6\n7\n").end();
      assertThat(call.line()).isEqualTo("36");
      assertThat(call.line()).isEqualTo("49");
      assertThat(call.line()).isEmpty();
      assertThat(call.head()).contains("Content-Type: application/x-ndjson");
      assertThat(call.trailers()).contains("X-Job-State: SUCCEEDED", "X-Item-Count: 7");
    }
  }

  @Test
  void anItemIsAnsweredWhileTheNextOneIsHalfSent() throws IOException {
    try (var call = put("/v1/map/identity")) {
      call.send("{\"a\":1}\n{\"b\":[1,");
      assertThat(call.line()).isEqualTo("{\"a\":1}");
      call.send("2]}\n\"x");
      assertThat(call.line()).isEqualTo("{\"b\":[1,2]}");
      call.send("y\"\n12").end();
      assertThat(call.line()).isEqualTo("\"xy\"");
      assertThat(call.line()).isEqualTo("12");
      assertThat(call.line()).isEmpty();
    }
  }

  @Test
  void anEndlessSenderIsServedInOrderUntilItStops() throws IOException {
    var stop = new AtomicBoolean();
    var sent = new AtomicLong();
    try (var call = put("/v1/map/square")) {
      var sender = CompletableFuture.runAsync(() -> sendUntil(call, stop, sent));
      var lines = new BufferedReader(new InputStreamReader(call.body(), UTF_8));
      long count = 0;
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        assertThat(line).isEqualTo(Long.toString(count * count));
        count++;
        stop.compareAndSet(false, count == 1_000_000);
      }
      sender.join();
      assertThat(count).isEqualTo(sent.get());
      assertThat(call.trailers()).contains("X-Job-State: SUCCEEDED", "X-Item-Count: " + count);
    }
  }

  @Test
  void aReaderThatDoesNotReadStopsTheSender() throws IOException {
    int most = 2_000;
    var noise = new byte[52_500];
    new Random(1).nextBytes(noise);
    var line = '"' + Base64.getEncoder().encodeToString(noise) + "\"\n";
    var sent = new AtomicLong();
    try (var call = put("/v1/map/identity")) {
      var sender = CompletableFuture.runAsync(() -> sendTimes(call, line, most, sent));
      Awaitility.await().atMost(PATIENCE).until(() -> field("waiting") >= 16 << 20);
      Awaitility.await().atMost(PATIENCE).until(() -> field("unread") >= 32 << 20);
      assertThat(field("waiting")).isLessThan(17 << 20);
      assertThat(field("unread")).isLessThan(40 << 20);
      assertThat(sent.get()).isLessThan(1_600);
      var lines = new BufferedReader(new InputStreamReader(call.body(), UTF_8));
      long count = 0;
      for (var read = lines.readLine(); read != null; read = lines.readLine()) {
        assertThat(line.startsWith(read)).isTrue();
        assertThat(read.length() + 1).isEqualTo(line.length());
        count++;
      }
      sender.join();
      assertThat(count).isEqualTo(most);
    }
  }

  @Test
  void whatIsMalformedBehindWhatWasAnsweredIsTheLastLine() throws IOException {
    try (var call = put("/v1/map/square")) {
      call.send("1\n");
      assertThat(call.line()).isEqualTo("1");
      call.send("2\noops\n");
      var last = call.line();
      last = last.equals("4") ? call.line() : last;
      assertThat(last).startsWith("{\"error\":{\"type\":\"urn:starmap:problem:malformed-json\"");
      assertThat(last).contains("\"status\":400", "\"itemIndex\":2", "\"line\":3");
      assertThat(call.line()).isEmpty();
      assertThat(call.trailers()).contains("X-Job-State: CANCELLED");
      assertThat(call.isClosed()).isTrue();
    }
    nothingIsLeft();
  }

  @Test
  void whatIsMalformedFromTheBeginIsAProblem() throws IOException {
    try (var call = put("/v1/map/square")) {
      call.send("oops\n");
      assertThat(call.head().getFirst()).startsWith("HTTP/1.1 400");
      assertThat(call.head()).contains("Content-Type: application/problem+json");
    }
    nothingIsLeft();
  }

  @Test
  void anItemOfMoreThanAMebibyteIsNamed() throws IOException {
    var large = "\"" + "x".repeat(1 << 20) + "\"\n";
    try (var call = put("/v1/map/identity")) {
      call.send("1\n");
      assertThat(call.line()).isEqualTo("1");
      call.send(large.repeat(3));
      assertThat(call.line())
          .startsWith("{\"error\":{\"type\":\"urn:starmap:problem:too-large\"")
          .contains("\"status\":413", "\"itemIndex\":1");
    }
    try (var call = put("/v1/map/identity")) {
      call.send(large.repeat(3)).end();
      assertThat(call.head().getFirst()).startsWith("HTTP/1.1 413");
    }
    nothingIsLeft();
  }

  @Test
  void aFailedItemEndsTheAnswerAlthoughTheSenderGoesOn() throws IOException {
    try (var call = put("/v1/map/sleep")) {
      call.send("0\n");
      assertThat(call.line()).isEqualTo("0");
      call.send("-1\n0");
      assertThat(call.line()).startsWith("{\"index\":1,\"error\":{\"type\":\"InvalidArgument\"");
      assertThat(call.line()).isEmpty();
      assertThat(call.trailers()).contains("X-Job-State: FAILED");
      assertThat(call.isClosed()).isTrue();
    }
    nothingIsLeft();
  }

  @Test
  void collectedErrorsAreLinesWhileTheSenderGoesOn() throws IOException {
    try (var call = put("/v1/map/sleep?onError=collect")) {
      call.send("0\n-1\n0\n");
      assertThat(call.line()).isEqualTo("0");
      assertThat(call.line()).startsWith("{\"index\":1,\"error\":");
      assertThat(call.line()).isEqualTo("0");
      call.send("0\n").end();
      assertThat(call.line()).isEqualTo("0");
      assertThat(call.line()).isEmpty();
      assertThat(call.trailers()).contains("X-Job-State: PARTIAL");
    }
  }

  @Test
  void aSenderThatIsGoneLeavesNothing() throws IOException {
    try (var call = put("/v1/map/square")) {
      call.send("1\n");
      assertThat(call.line()).isEqualTo("1");
      call.socket().setSoLinger(true, 0);
    }
    nothingIsLeft();
  }

  @Test
  void aReaderThatIsGoneWhileMuchIsOnItsWayLeavesNothing() throws IOException {
    try (var call = put("/v1/map/identity")) {
      for (int i = 0; i < 100; i++) {
        call.send("1234567890\n".repeat(5_000));
      }
      assertThat(call.line()).isEqualTo("1234567890");
    }
    nothingIsLeft();
  }

  @Test
  void aBodyThatBreaksOffIsNotTakenForAWholeOne() throws IOException {
    try (var call = put("/v1/map/square")) {
      call.send("1\n");
      assertThat(call.line()).isEqualTo("1");
      call.send("2\n3\n");
      call.socket().shutdownOutput();
      assertThat(new String(call.socket().getInputStream().readAllBytes(), UTF_8))
          .doesNotContain("SUCCEEDED");
    }
    nothingIsLeft();
  }

  @Test
  void packedAnswersAreSentAtOnce() throws IOException {
    var packed = NDJSON + "Accept-Encoding: gzip\r\n";
    try (var call = new Duplex(api.raw(), "PUT /v1/map/square", packed)) {
      call.send("3\n");
      assertThat(call.head()).contains("Content-Encoding: gzip");
      var lines = new GZIPInputStream(call.body());
      assertThat(Duplex.line(lines)).isEqualTo("9");
      call.send("4\n");
      assertThat(Duplex.line(lines)).isEqualTo("16");
      call.end();
      assertThat(Duplex.line(lines)).isEmpty();
    }
  }

  @Test
  void packedBodiesAreAnsweredWhileTheyArrive() throws IOException {
    var packed = NDJSON + "Content-Encoding: gzip\r\n";
    try (var call = new Duplex(api.raw(), "PUT /v1/map/square", packed)) {
      var bytes = new ByteArrayOutputStream();
      var gzip = new GZIPOutputStream(bytes, true);
      for (int item = 1; item <= 3; item++) {
        gzip.write((item + "\n").getBytes(UTF_8));
        gzip.flush();
        call.send(bytes.toByteArray());
        bytes.reset();
        assertThat(call.line()).isEqualTo("" + item * item);
      }
      gzip.finish();
      call.send(bytes.toByteArray()).end();
      assertThat(call.line()).isEmpty();
      assertThat(call.trailers()).contains("X-Job-State: SUCCEEDED");
    }
  }

  private Duplex put(String path) throws IOException {
    return new Duplex(api.raw(), "PUT " + path, NDJSON);
  }

  /** The call's job, its threads and its connection are gone. */
  private void nothingIsLeft() {
    Awaitility.await().atMost(PATIENCE).until(() -> api.jobKeys().isEmpty());
    Awaitility.await().atMost(PATIENCE).until(() -> api.connections() <= connections);
  }

  private long field(String name) {
    return api.commands().keys("*}:j:*").stream()
        .filter(key -> key.matches(".*:j:[^:]+"))
        .mapToLong(key -> Long.parseLong(new RecordField(api.commands(), key, name).get()))
        .max()
        .orElse(0);
  }

  private static void sendUntil(Duplex call, AtomicBoolean stop, AtomicLong sent) {
    try {
      while (!stop.get()) {
        var lines = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
          lines.append(sent.getAndIncrement()).append('\n');
        }
        call.send(lines.toString());
      }
      call.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void sendTimes(Duplex call, String line, int most, AtomicLong sent) {
    try {
      while (sent.get() < most) {
        call.send(line);
        sent.incrementAndGet();
      }
      call.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
