package starmap.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** How full Redis is. */
public final class StoreMemory {
  private final RedisLink link;
  private final Keys keys;

  StoreMemory(RedisLink link, Keys keys) {
    this.link = link;
    this.keys = keys;
  }

  /**
   * Memory of Redis.
   *
   * @param usedBytes what it uses
   * @param maxBytes what it may use; null where it has no limit
   */
  public record Usage(long usedBytes, @Nullable Long maxBytes) {}

  /**
   * How much of the memory that Redis may use is used, 0 to 1 and a little more; 0 where it has no
   * limit.
   */
  public double share() {
    return ServerInfo.memoryShare(link.call(this::info));
  }

  /** INFO has no key, so that a server whose data is elsewhere by now would not say so. */
  private CompletionStage<String> info(RedisLink.Session session) {
    var commands = session.commands();
    return commands.exists(keys.jobs().getBytes(UTF_8)).thenCompose(_ -> commands.info("memory"));
  }
}
