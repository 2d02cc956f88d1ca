package starmap.api.shutdown;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.ConfigurableApplicationContext;
import starmap.api.testing.Http;
import starmap.api.testing.LocalApi;
import starmap.api.testing.LocalApiExtension;
import starmap.api.testing.RawHttp;

/** What clients of an API process see when it is told to end. */
@ExtendWith(LocalApiExtension.class)
class ShutdownIT {
  private static final String STUCK =
      "{\"function\":\"test.stuck\",\"chunkSize\":1,\"input\":{\"items\":[0,1]}}";
  private static final String SUBMISSION =
      "POST /v1/jobs HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";

  private final LocalApi local;
  private ConfigurableApplicationContext other;
  private int port;

  ShutdownIT(LocalApi local) {
    this.local = local;
  }

  @AfterEach
  void close() {
    other.close();
  }

  @Test
  void whileTheDelayLastsItIsNotReadyAndAnswersAsEverButEachConnectionCloses() {
    start("--starmap.api.shutdown-delay=1s");
    var http = new Http(port);
    assertThat(http.get("/actuator/health/readiness").status()).isEqualTo(200);
    assertThat(http.post("/v1/map/square", "[1]").header("Connection")).isNull();

    var end = CompletableFuture.runAsync(other::close);
    await().until(() -> http.get("/actuator/health/readiness").status() == 503);
    var answer = http.post("/v1/map/square", "[1,2,3]").expect(200);

    assertThat(answer.text()).isEqualTo("[1,4,9]");
    assertThat(answer.header("Connection")).isEqualTo("close");
    http.get("/actuator/health/liveness").expect(200);
    end.join();
    assertThatThrownBy(() -> http.get("/v1/jobs")).hasRootCauseInstanceOf(IOException.class);
  }

  @Test
  void whoeverWaitsForAJobIsToldHowItStandsWhenTheServiceStops() throws IOException {
    start();
    var job = local.http().submit(STUCK).await("RUNNING");
    var poll = new RawHttp(port);
    try (var get = poll.open("GET " + job.path() + "?wait=60 HTTP/1.1\r\nHost: a\r\n\r\n");
        var post = poll.open(SUBMISSION + preference(STUCK))) {
      awaitRequests(2);
      other.close();
      assertThat(read(get)).startsWith("HTTP/1.1 200").contains("\"RUNNING\"");
      assertThat(read(post)).startsWith("HTTP/1.1 202").contains("\"id\"");
    }
  }

  @Test
  void aStreamThatOutlivesTheGraceIsCutSoThatNobodyTakesItForWhole() throws IOException {
    start("--starmap.api.shutdown-delay=1s");
    var job = local.http().submit(STUCK).await("RUNNING");
    var end = CompletableFuture.runAsync(other::close);
    await().until(() -> new Http(port).get("/actuator/health/readiness").status() == 503);
    var path = job.path() + "/results?follow=true";
    try (var stream = new RawHttp(port).open("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n")) {
      assertThat(read(stream))
          .startsWith("HTTP/1.1 200")
          .contains("Connection: close\r\n", "Transfer-Encoding: chunked\r\n")
          .contains("{\"index\":0,\"value\":0}")
          .doesNotEndWith("0\r\n\r\n");
    }
    end.join();
  }

  private void start(String... settings) {
    other = local.anotherApi(settings);
    port = Integer.parseInt(other.getEnvironment().getRequiredProperty("local.server.port"));
  }

  private static String preference(String body) {
    return "Prefer: wait=60\r\nContent-Length: %d\r\n\r\n%s".formatted(body.length(), body);
  }

  /** Until that many requests are at work beside the one that asks. */
  private void awaitRequests(int count) {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                new Http(port)
                        .get("/actuator/prometheus").lines().stream()
                            .filter(
                                line ->
                                    line.matches("http_server_requests_active_seconds_g?count.*"))
                            .mapToDouble(
                                line ->
                                    Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                            .sum()
                    == count + 1);
  }

  private static String read(java.net.Socket socket) throws IOException {
    var all = new java.io.ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(all);
    } catch (SocketException _) {
      // a reset is an end as well
    }
    return all.toString(ISO_8859_1);
  }
}
