package starmap.system;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An HTTP service whose calls wait a second, but end once so many were there at the same time. */
final class Meeting implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger present = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final CountDownLatch complete = new CountDownLatch(1);
  private final int expected;
  private final HttpServer server;

  Meeting(int expected) throws IOException {
    this.expected = expected;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 2_000);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The most calls that were there at the same time. */
  int most() {
    return most.get();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    int here = present.incrementAndGet();
    most.accumulateAndGet(here, Math::max);
    if (here >= expected) {
      complete.countDown();
    }
    try (exchange) {
      var _ = complete.await(1, TimeUnit.SECONDS);
      exchange.sendResponseHeaders(200, 2);
      exchange.getResponseBody().write(new byte[] {'o', 'k'});
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      present.decrementAndGet();
    }
  }
}
