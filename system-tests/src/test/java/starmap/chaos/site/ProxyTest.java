package starmap.chaos.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that echoes, behind the proxy. */
class ProxyTest {
  /** Chooses every connection. */
  private static final RandomGenerator ALL = () -> -1L;

  private ServerSocket server;
  private Proxy proxy;
  private Socket client;

  @BeforeEach
  void connect() throws IOException {
    server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(this::echo);
    proxy = new Proxy(server.getLocalPort());
    client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    assertThat(echoOf(1)).isEqualTo(1);
  }

  @AfterEach
  void disconnect() throws IOException {
    client.close();
    proxy.close();
    server.close();
  }

  @Test
  void resetIsSeenByTheClient() {
    proxy.reset(ALL);
    assertThatThrownBy(() -> client.getInputStream().read()).hasMessageContaining("reset");
  }

  @Test
  void whatWasHeldPassesWhenThePartitionHeals() throws Exception {
    var hold = Thread.startVirtualThread(() -> hold(true));
    awaitSilence();
    hold.join();
    client.setSoTimeout(5_000);
    assertThat(client.getInputStream().read()).isEqualTo(7);
  }

  @Test
  void halfOpenConnectionIsSilentAndThenReset() throws Exception {
    var hold = Thread.startVirtualThread(() -> hold(false));
    awaitSilence();
    hold.join();
    assertThatThrownBy(() -> client.getInputStream().read()).hasMessageContaining("reset");
  }

  @Test
  void delayedBytesArriveLate() throws Exception {
    var delay = Thread.startVirtualThread(() -> delay(Duration.ofMillis(300)));
    awaitSilence();
    client.setSoTimeout(5_000);
    assertThat(client.getInputStream().read()).isEqualTo(7);
    delay.join();
  }

  private int echoOf(int value) throws IOException {
    client.getOutputStream().write(value);
    return client.getInputStream().read();
  }

  /** Writes until nothing comes back. */
  private void awaitSilence() throws IOException {
    client.setSoTimeout(100);
    try {
      while (true) {
        int _ = echoOf(7);
      }
    } catch (SocketTimeoutException _) {
      client.setSoTimeout(0);
    }
  }

  private void hold(boolean heals) {
    try {
      proxy.hold(ALL, Duration.ofMillis(500), heals);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void delay(Duration delay) {
    try {
      proxy.delay(delay, Duration.ofSeconds(2));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void echo() {
    try (var connection = server.accept()) {
      connection.getInputStream().transferTo(connection.getOutputStream());
    } catch (IOException _) {
      // the connection or the server was closed
    }
  }
}
