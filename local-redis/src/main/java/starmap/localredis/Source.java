package starmap.localredis;

/** Which redis-server to run. */
public enum Source {
  /** The program on the path. */
  INSTALLED,
  /** The one that comes with Starmap: 6.2 for Linux and macOS, from the library embedded-redis. */
  BUNDLED,
  /** The installed one, else the bundled one. */
  BEST
}
