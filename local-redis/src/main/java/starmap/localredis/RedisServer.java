package starmap.localredis;

import io.lettuce.core.RedisClient;

/** One running redis-server, which can be treated badly. */
public interface RedisServer {
  /** Such as {@code redis://127.0.0.1:54321}. */
  String uri();

  /** The port it listens on, on loopback. */
  int port();

  /** A new client of this very server; closed by whoever asked for it. */
  RedisClient client();

  /** Ends it at once, as a crash would; what it has written to a file stays. */
  void kill();

  /** Starts it again, on the same port. */
  void restart();

  /** Stops it from doing anything, as a frozen machine would. */
  void suspend();

  /** Lets it go on. */
  void resume();
}
