package starmap.store;

import java.util.regex.Pattern;

/**
 * What a Redis server says about itself.
 *
 * @param version such as {@code 7.0.15}
 * @param evictionPolicy such as {@code noeviction}
 */
record ServerInfo(String version, String evictionPolicy) {
  private static final int FIRST_WITH_FLAGS = 7;

  static ServerInfo parse(String info) {
    return new ServerInfo(
        field(info, "redis_version", "0"), field(info, "maxmemory_policy", "noeviction"));
  }

  /** Whether scripts may begin with a line of flags. */
  boolean flagsScripts() {
    return Integer.parseInt(
            version.substring(
                0, version.indexOf('.') < 0 ? version.length() : version.indexOf('.')))
        >= FIRST_WITH_FLAGS;
  }

  /** Starmap's promise needs a server that never throws acknowledged keys away. */
  void requireNoEviction() {
    if (!evictionPolicy.equals("noeviction")) {
      throw new StoreException.Denied(
          "Redis may evict keys (maxmemory-policy "
              + evictionPolicy
              + "), which would lose accepted jobs: set it to noeviction",
          null);
    }
  }

  /**
   * How much of the memory it may use is used, from what it says of its memory; 0 without limit.
   */
  static double memoryShare(String info) {
    double most = Double.parseDouble(field(info, "maxmemory", "0"));
    return most == 0 ? 0 : Double.parseDouble(field(info, "used_memory", "0")) / most;
  }

  /** The same in bytes. */
  static StoreMemory.Usage memory(String info) {
    long most = Long.parseLong(field(info, "maxmemory", "0"));
    return new StoreMemory.Usage(
        Long.parseLong(field(info, "used_memory", "0")), most == 0 ? null : (Long) most);
  }

  private static String field(String info, String name, String otherwise) {
    var matcher = Pattern.compile("(?m)^" + name + ":(\\S+)").matcher(info);
    return matcher.find() ? matcher.group(1) : otherwise;
  }
}
