package starmap.chaos.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import starmap.chaos.load.Violations.Kind;

class BalancerTest {
  private final AtomicInteger readiness = new AtomicInteger(200);
  private HttpServer first;
  private HttpServer second;
  private Balancer balancer;

  @BeforeEach
  void start() throws IOException {
    first = server(readiness);
    second = server(new AtomicInteger(200));
    balancer = new Balancer(List.of(address(first), address(second)), Duration.ofMillis(50));
  }

  @AfterEach
  void stop() {
    balancer.close();
    first.stop(0);
    second.stop(0);
  }

  @Test
  void requestsGoInTurnToWhoeverIsReady() {
    await().until(() -> chosen().size() == 2);
    readiness.set(503);
    await().until(() -> chosen().equals(Set.of(address(second))));
    readiness.set(200);
    await().until(() -> chosen().size() == 2);
    first.stop(0);
    await().until(() -> chosen().equals(Set.of(address(second))));
  }

  @Test
  void aRequestThatAReadyProcessDoesNotAnswerIsAViolationThoughTheNextOneIsAnswered()
      throws Exception {
    await().until(() -> chosen().size() == 2);
    first.createContext("/v1/map/square", exchange -> exchange.close());
    second.createContext("/v1/map/square", exchange -> exchange.sendResponseHeaders(200, -1));
    var violations = new Violations();
    var client = new Client(balancer, violations);

    // whether a process counts as ready is a matter of time here
    await()
        .until(() -> client.map("square", "[1]").isEmpty() && violations.count(Kind.NO_ANSWER) > 0);

    assertThat(client.requests().repeated()).isEqualTo(violations.count(Kind.NO_ANSWER));
  }

  private Set<URI> chosen() throws InterruptedException {
    var some = new TreeSet<URI>();
    for (int i = 0; i < 4; i++) {
      some.add(balancer.next());
    }
    return some;
  }

  private static HttpServer server(AtomicInteger readiness) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/actuator/health/readiness",
        exchange -> {
          exchange.sendResponseHeaders(readiness.get(), -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static URI address(HttpServer server) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }
}
