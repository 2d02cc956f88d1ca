package starmap.chaos.attack;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import starmap.localredis.Topology;

/**
 * A list of blows that a seed alone decides.
 *
 * @param blows in the order of time
 */
public record Plan(List<Blow> blows) {
  private static final int KILLS_PER_FAULT = 3;
  private static final int SHORTEST_PAUSE = 500;
  private static final int LONGEST_PAUSE = 3_000;

  /**
   * One attack.
   *
   * @param attack what to do
   * @param target number of the process to hit, or a seed where connections are chosen
   * @param pause time since the blow before
   */
  record Blow(Attack attack, int target, Duration pause) {}

  /** That many kills, and a fault on the way to Redis with every third of them. */
  public static Plan of(Topology topology, long seed, int kills) {
    var faults = Attack.faults(topology);
    var random = new SplittableRandom(seed);
    var blows = new ArrayList<Blow>();
    for (int i = 1; i <= kills; i++) {
      var pause = Duration.ofMillis(random.nextInt(SHORTEST_PAUSE, LONGEST_PAUSE));
      blows.add(new Blow(Attack.randomKill(random), random.nextInt(), pause));
      if (i % KILLS_PER_FAULT == 0 && !faults.isEmpty()) {
        var fault = faults.get(random.nextInt(faults.size()));
        blows.add(new Blow(fault, random.nextInt(), Duration.ofMillis(random.nextInt(500))));
      }
    }
    return new Plan(List.copyOf(blows));
  }
}
