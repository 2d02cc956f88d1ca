package starmap.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import starmap.job.JobId;

class SettlementTest {
  private static final ChunkId ID = new ChunkId(JobId.random(), "e", 10, 5);

  @Test
  void partsThatCoverTheChunkAreAccepted() {
    var recorded = new Part.Recorded(new Segment(2, 0, new byte[0]), null);

    var parts = settlement(recorded, new Part.Delayed(1, Duration.ZERO), new Part.Kept(2)).parts();

    assertThat(parts).extracting(Part::length).containsExactly(2, 1, 2);
  }

  @Test
  void partsThatCoverLessOrMoreAreRefused() {
    assertThatThrownBy(SettlementTest::settlement).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> settlement(new Part.Returned(4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("parts cover 4 of 5 items of " + ID);
    assertThatThrownBy(() -> settlement(new Part.Kept(5), new Part.Returned(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void laterChangesOfTheListDoNotMatter() {
    var parts = new ArrayList<Part>(List.of(new Part.Kept(5)));
    var settlement = new Settlement(ID, "t", Duration.ZERO, parts);
    parts.clear();

    assertThat(settlement.parts()).hasSize(1);
  }

  private static Settlement settlement(Part... parts) {
    return new Settlement(ID, "t", Duration.ZERO, List.of(parts));
  }
}
