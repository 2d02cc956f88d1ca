package starmap.store;

/** How full Redis is. */
public final class StoreMemory {
  private final RedisLink link;

  StoreMemory(RedisLink link) {
    this.link = link;
  }

  /**
   * How much of the memory that Redis may use is used, 0 to 1 and a little more; 0 where it has no
   * limit.
   */
  public double share() {
    return ServerInfo.memoryShare(link.call(s -> s.commands().info("memory")));
  }
}
