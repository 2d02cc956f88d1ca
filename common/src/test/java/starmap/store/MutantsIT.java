package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import starmap.localredis.Source;

/**
 * The simulation can fail: scripts with one mistake each do not get through it. {@code ./starmap
 * simulate} tries them all.
 */
@EnabledIfSystemProperty(
    named = "starmap.test.mutants",
    matches = ".+",
    disabledReason = "it takes minutes: ./starmap simulate, or -Dstarmap.test.mutants=lib/parts")
class MutantsIT {
  private static final int MOST_SEEDS = 300;
  private static final double ENOUGH = 0.95;

  @RegisterExtension final Redis redis = new Redis();

  @Test
  void simulationNoticesMistakesInTheScripts() {
    assumeTrue(Redis.source() != Source.INSTALLED, "the mistakes are the same on any Redis");
    var chosen = List.of(System.getProperty("starmap.test.mutants").split(",", -1));
    var mutants =
        Stream.of(
                Mutants.ALL, RetryMutants.ALL, PauseMutants.ALL, FoldMutants.ALL, RouteMutants.ALL)
            .flatMap(List::stream)
            .filter(one -> chosen.contains("all") || chosen.contains(one.file()))
            .toList();
    // or being noticed would mean nothing
    new Lanes(redis)
        .map(
            MOST_SEEDS,
            (lane, i) -> {
              SimulationIT.run(lane, lane.link(), 1 + i);
              return i;
            });
    var seeds =
        new Lanes(redis).map(mutants.size(), (lane, i) -> seedsUntilCaught(lane, mutants.get(i)));
    var survivors = new ArrayList<Mutant>();
    for (int i = 0; i < mutants.size(); i++) {
      boolean survived = seeds.get(i) == 0;
      if (survived) {
        survivors.add(mutants.get(i));
      }
      System.out.printf(
          "%-9s %s%n", survived ? "SURVIVED" : "caught " + seeds.get(i), mutants.get(i));
    }
    int caught = mutants.size() - survivors.size();
    System.out.printf("caught %d of %d, survivors %s%n", caught, mutants.size(), survivors);
    assertThat((double) caught / mutants.size()).as("%s", survivors).isGreaterThanOrEqualTo(ENOUGH);
  }

  /** How many simulations it took, always the same ones; 0 where they all went well. */
  private static int seedsUntilCaught(Redis redis, Mutant mutant) {
    try (var link = redis.link(mutant::read)) {
      for (int seed = 1; seed <= MOST_SEEDS; seed++) {
        if (isNoticed(redis, link, seed)) {
          return seed;
        }
      }
      return 0;
    }
  }

  private static boolean isNoticed(Redis redis, RedisLink link, long seed) {
    try {
      SimulationIT.run(redis, link, seed);
      return false;
    } catch (AssertionError noticed) {
      return noticed.getMessage() != null;
    }
  }
}
