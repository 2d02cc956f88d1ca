package starmap.chaos.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import starmap.localredis.Topology;

class PlanTest {
  @Test
  void seedDecidesThePlan() {
    assertThat(plan(1, 60)).isEqualTo(plan(1, 60));
    assertThat(plan(2, 60)).isNotEqualTo(plan(1, 60));
  }

  @ParameterizedTest
  @EnumSource
  void planHasAllKillsAskedForAndEveryKindOfAttack(Topology topology) {
    var attacks = Plan.of(topology, 1, 300).blows().stream().map(Plan.Blow::attack).toList();

    assertThat(attacks.stream().filter(Attack::isKill)).hasSize(300);
    var kinds = Arrays.stream(Attack.values()).filter(Attack::isKill).collect(Collectors.toSet());
    kinds.addAll(Attack.faults(topology));
    assertThat(attacks.stream().collect(Collectors.toSet())).isEqualTo(kinds);
  }

  private static Plan plan(long seed, int kills) {
    return Plan.of(Topology.SINGLE, seed, kills);
  }
}
