package starmap.chaos.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PlanTest {
  @Test
  void seedDecidesThePlan() {
    assertThat(Plan.of(1, 60)).isEqualTo(Plan.of(1, 60));
    assertThat(Plan.of(2, 60)).isNotEqualTo(Plan.of(1, 60));
  }

  @Test
  void planHasAllKillsAskedForAndEveryKindOfAttack() {
    var attacks = Plan.of(1, 300).blows().stream().map(Plan.Blow::attack).toList();

    assertThat(attacks.stream().filter(Attack::isKill)).hasSize(300);
    assertThat(attacks.stream().collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(Attack.values());
  }
}
