package starmap.chaos.attack;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import starmap.localredis.Topology;

/** What can be done to an installation. */
public enum Attack {
  KILL_WORKER("worker SIGKILL", 8),
  KILL_API("API SIGKILL", 3),
  KILL_REDIS("Redis SIGKILL", 3),
  SUSPEND_WORKER("worker SIGSTOP", 3),
  STOP_WORKER("worker SIGTERM", 3),
  RESET("connections reset", 0),
  DELAY("connections slow", 0),
  HALF_OPEN("connections half-open, then reset", 0),
  STALL("connections stalled, then healed", 0),
  MOVE_SLOT("data moved to another server of the cluster", 0);

  private final String title;
  private final int weight;

  Attack(String title, int weight) {
    this.title = title;
    this.weight = weight;
  }

  /** For people. */
  public String title() {
    return title;
  }

  /** Whether a process is hit, and not the network. */
  public boolean isKill() {
    return weight > 0;
  }

  /** Whether a process of Starmap does nothing for a while. */
  boolean takesDown() {
    return isKill() && this != KILL_REDIS;
  }

  static Attack randomKill(RandomGenerator random) {
    int left = random.nextInt(Arrays.stream(values()).mapToInt(kind -> kind.weight).sum());
    for (var kind : values()) {
      left -= kind.weight;
      if (left < 0) {
        return kind;
      }
    }
    throw new AssertionError("the weights have no such sum");
  }

  /** Those that hit the way to Redis, and no process. */
  static List<Attack> faults(Topology topology) {
    return switch (topology) {
      case SINGLE -> List.of(RESET, DELAY, HALF_OPEN, STALL);
      case SENTINEL -> List.of();
      case CLUSTER -> List.of(MOVE_SLOT);
    };
  }
}
