package starmap.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Stands between clients and a Redis on loopback; breaks what {@link #inject} says. */
public final class FaultProxy implements AutoCloseable {
  private static final Injection NOTHING = new Injection(Fault.LATE, _ -> false, 0, 0);

  private final ServerSocket server;
  private final int redisPort;
  private final Set<Relay> relays = ConcurrentHashMap.newKeySet();
  private volatile Injection injection = NOTHING;

  private FaultProxy(ServerSocket server, int redisPort) {
    this.server = server;
    this.redisPort = redisPort;
  }

  /** Starts a proxy before the Redis on a port. */
  public static FaultProxy before(int redisPort) {
    try {
      var proxy =
          new FaultProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), redisPort);
      Thread.ofVirtual().start(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Such as {@code redis://127.0.0.1:54321}. */
  public String uri() {
    return "redis://127.0.0.1:" + server.getLocalPort();
  }

  /** Breaks the first matching command from now on, and no other. */
  public Injection inject(Fault fault, Predicate<Command> which) {
    return inject(fault, which, 0, 1);
  }

  /** Breaks every matching command from now on, until {@link #heal}. */
  public Injection injectAlways(Fault fault, Predicate<Command> which) {
    return inject(fault, which, 0, Integer.MAX_VALUE);
  }

  /** Lets {@code skip} matching commands through and breaks the next {@code count}. */
  public Injection inject(Fault fault, Predicate<Command> which, int skip, int count) {
    var injected = new Injection(fault, which, skip, count);
    injection = injected;
    return injected;
  }

  /** Lets everything through; connections that hang stay so, as half-open ones do. */
  public void heal() {
    injection = NOTHING;
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    relays.forEach(Relay::reset);
  }

  /** The fault for a command, if it is to be broken. */
  Optional<Fault> next(Command command) {
    return injection.next(command);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        relay(server.accept());
      } catch (IOException _) {
        // closed
      }
    }
  }

  /** Where the Redis behind is away the client sees a connection that ends at once. */
  private void relay(Socket client) throws IOException {
    try {
      var redis = new Socket(InetAddress.getLoopbackAddress(), redisPort);
      var relay = new Relay(this, client, redis);
      relays.add(relay);
      relay.start(() -> relays.remove(relay));
    } catch (IOException _) {
      client.close();
    }
  }

  /** What is broken, and how often it was so far. */
  public static final class Injection {
    private final Fault fault;
    private final Predicate<Command> which;
    private final int skip;
    private final int count;
    private final AtomicInteger seen = new AtomicInteger();

    private Injection(Fault fault, Predicate<Command> which, int skip, int count) {
      this.fault = fault;
      this.which = which;
      this.skip = skip;
      this.count = count;
    }

    /** How many commands were broken so far. */
    public int hits() {
      return Math.clamp((long) seen.get() - skip, 0, count);
    }

    private Optional<Fault> next(Command command) {
      if (count == 0 || !which.test(command)) {
        return Optional.empty();
      }
      int number = seen.getAndIncrement() - skip;
      return number >= 0 && number < count ? Optional.of(fault) : Optional.empty();
    }
  }
}
