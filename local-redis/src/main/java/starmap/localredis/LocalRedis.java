package starmap.localredis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A redis-server on loopback that belongs to this process: it has a folder of its own, and both are
 * gone after {@link #close()} or when the JVM ends.
 */
public final class LocalRedis implements RedisSite, RedisServer {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int TRIES = 5;

  /** Servers of a cluster also listen on their port and 10,000. */
  private static final int HIGHEST_PORT = 55_535;

  private final Executable executable;
  private final Path folder;
  private final boolean persistent;
  private final List<String> settings;
  private final boolean sentinel;
  private final Thread closer = new Thread(this::end, "local-redis-closer");
  private int port;
  private volatile @Nullable Process process;

  private LocalRedis(
      Executable executable,
      Path folder,
      boolean persistent,
      List<String> settings,
      boolean sentinel) {
    this.executable = executable;
    this.folder = folder;
    this.persistent = persistent;
    this.settings = settings;
    this.sentinel = sentinel;
  }

  /** Starts a server that keeps everything in memory. */
  public static LocalRedis start(Source source) {
    return start(source, false);
  }

  /**
   * Starts a server on a free port.
   *
   * @param persistent whether it keeps an append-only file, so that data outlives {@link #kill()}
   *     and {@link #restart()}
   * @param settings further arguments such as {@code --maxmemory 10mb}, one word each
   */
  public static LocalRedis start(Source source, boolean persistent, String... settings) {
    return start(source, persistent, List.of(settings), /* sentinel= */ false);
  }

  /** Starts a sentinel that watches a master. */
  static LocalRedis sentinel(Source source, String name, int masterPort, Duration patience) {
    var settings =
        List.of(
            "sentinel monitor " + name + " 127.0.0.1 " + masterPort + " 2",
            "sentinel down-after-milliseconds " + name + " " + patience.toMillis(),
            "sentinel failover-timeout " + name + " 5000");
    return start(source, /* persistent= */ false, settings, /* sentinel= */ true);
  }

  private static LocalRedis start(
      Source source, boolean persistent, List<String> settings, boolean sentinel) {
    try {
      var folder = Files.createTempDirectory("starmap-redis");
      var redis =
          new LocalRedis(Executable.of(source, folder), folder, persistent, settings, sentinel);
      // first, as the JVM may be told to end while the server starts
      Runtime.getRuntime().addShutdownHook(redis.closer);
      redis.launchOnFreePort();
      return redis;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Leaves it to the caller to close it, also when the JVM ends. */
  public LocalRedis closedByCaller() {
    boolean _ = Runtime.getRuntime().removeShutdownHook(closer);
    return this;
  }

  @Override
  public String uri() {
    return "redis://127.0.0.1:" + port;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public void kill() {
    running().destroyForcibly();
    await(running());
  }

  @Override
  public void restart() {
    if (!launch()) {
      throw new IllegalStateException("redis-server did not start again: " + log());
    }
  }

  @Override
  public void suspend() {
    signal("STOP");
  }

  @Override
  public Map<String, String> properties() {
    return Map.of("spring.data.redis.url", uri());
  }

  @Override
  public RedisClient client() {
    return RedisClient.create(uri());
  }

  @Override
  public LocalRedis master() {
    return this;
  }

  @Override
  public void crash(Duration away) {
    kill();
    Servers.pause(away);
    restart();
  }

  @Override
  public void resume() {
    signal("CONT");
  }

  @Override
  public void close() {
    end();
    try {
      boolean _ = Runtime.getRuntime().removeShutdownHook(closer);
    } catch (IllegalStateException _) {
      // the JVM is ending, and the hook finds nothing left to do
    }
  }

  private void launchOnFreePort() throws IOException {
    for (int i = 0; i < TRIES; i++) {
      port = freePort();
      if (launch()) {
        return;
      }
    }
    throw new IllegalStateException("redis-server did not start: " + log());
  }

  /** True when it answers; false when it ended, for example because somebody else took the port. */
  private boolean launch() {
    try {
      var started =
          new ProcessBuilder(command())
              .redirectErrorStream(true)
              .redirectOutput(logFile().toFile())
              .start();
      process = started;
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (started.isAlive() && System.nanoTime() < end) {
        if (answers()) {
          return true;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
      }
      started.destroyForcibly();
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> command() throws IOException {
    var command = new ArrayList<>(Executable.detachment());
    command.add(executable.path());
    if (sentinel) {
      // it writes what it learns into this file
      var file = folder.resolve("sentinel.conf");
      if (!Files.exists(file)) {
        Files.write(file, settings);
      }
      command.addAll(List.of(file.toString(), "--sentinel"));
    }
    command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
    command.addAll(List.of("--dir", folder.toString()));
    if (!sentinel) {
      command.addAll(List.of("--save", "", "--maxmemory-policy", "noeviction"));
      command.addAll(List.of("--appendonly", persistent ? "yes" : "no"));
      command.addAll(List.of("--appendfsync", "everysec"));
      command.addAll(settings);
    }
    return command;
  }

  private boolean answers() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
      socket.setSoTimeout(200);
      socket.getOutputStream().write("PING\r\n".getBytes(US_ASCII));
      return new String(socket.getInputStream().readNBytes(5), US_ASCII).equals("+PONG");
    } catch (IOException _) {
      return false;
    }
  }

  private void signal(String name) {
    try {
      await(new ProcessBuilder("kill", "-" + name, Long.toString(running().pid())).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized void end() {
    if (process != null) {
      process.destroy();
      if (!await(process)) {
        process.destroyForcibly();
      }
      process = null;
    }
    Folders.delete(folder);
  }

  private Process running() {
    if (process == null) {
      throw new IllegalStateException("this redis-server is closed");
    }
    return process;
  }

  private static boolean await(Process process) {
    try {
      return process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Path logFile() {
    return folder.resolve("redis.log");
  }

  private String log() {
    try {
      return Files.exists(logFile()) ? Files.readString(logFile()) : "no output";
    } catch (IOException e) {
      return "its output cannot be read: " + e.getMessage();
    }
  }

  private static int freePort() throws IOException {
    while (true) {
      try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        if (socket.getLocalPort() <= HIGHEST_PORT) {
          return socket.getLocalPort();
        }
      }
    }
  }
}
