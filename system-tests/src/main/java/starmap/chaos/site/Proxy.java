package starmap.chaos.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** The network in front of a server on loopback: it can cut, hold and delay what passes. */
public final class Proxy implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;

  private final ServerSocket entrance;
  private final int server;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private volatile Duration latency = Duration.ZERO;

  /** Listens on a free port and leads to {@code server}. */
  public Proxy(int server) {
    this.server = server;
    try {
      entrance = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("proxy").start(this::acceptAll);
  }

  /** Where it listens. */
  public int port() {
    return entrance.getLocalPort();
  }

  /** Resets about half of the connections. */
  public void reset(RandomGenerator random) {
    half(random).forEach(Connection::reset);
  }

  /** Everything that passes is late, for a time. */
  public void delay(Duration delay, Duration time) throws InterruptedException {
    latency = delay;
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } finally {
      latency = Duration.ZERO;
    }
  }

  /**
   * Nothing passes on about half of the connections, and neither end is told. After a time what was
   * held passes, as when a partition heals, or the connections are reset.
   */
  public void hold(RandomGenerator random, Duration time, boolean heals)
      throws InterruptedException {
    var held = half(random);
    held.forEach(Connection::hold);
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } finally {
      held.forEach(heals ? Connection::release : Connection::reset);
    }
  }

  @Override
  public void close() {
    try {
      entrance.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    connections.forEach(Connection::reset);
  }

  private List<Connection> half(RandomGenerator random) {
    return connections.stream().filter(_ -> random.nextBoolean()).toList();
  }

  private void acceptAll() {
    while (!entrance.isClosed()) {
      try {
        open(entrance.accept());
      } catch (IOException _) {
        // closed
      }
    }
  }

  private void open(Socket client) throws IOException {
    try {
      var connection = new Connection(client, new Socket(InetAddress.getLoopbackAddress(), server));
      connections.add(connection);
      Thread.startVirtualThread(() -> connection.pump(connection.client, connection.server));
      Thread.startVirtualThread(() -> connection.pump(connection.server, connection.client));
    } catch (IOException _) {
      // the server is away, and its clients see it
      client.close();
    }
  }

  private final class Connection {
    private final Socket client;
    private final Socket server;
    private volatile CountDownLatch held = new CountDownLatch(0);

    Connection(Socket client, Socket server) throws IOException {
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      this.client = client;
      this.server = server;
    }

    void pump(Socket from, Socket to) {
      var buffer = new byte[BUFFER];
      try {
        for (int n = from.getInputStream().read(buffer);
            n >= 0;
            n = from.getInputStream().read(buffer)) {
          TimeUnit.NANOSECONDS.sleep(latency.toNanos());
          held.await();
          to.getOutputStream().write(buffer, 0, n);
        }
        held.await();
      } catch (IOException _) {
        // one end is gone, and the other is told below
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
      reset();
    }

    void hold() {
      held = new CountDownLatch(1);
    }

    void release() {
      held.countDown();
    }

    void reset() {
      connections.remove(this);
      abort(client);
      abort(server);
      release();
    }

    private static void abort(Socket socket) {
      try (socket) {
        socket.setSoLinger(true, 0);
      } catch (IOException _) {
        // it is closed already
      }
    }
  }
}
