package starmap.api.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CellsTest {
  @Test
  void aSmallJobHasACellForEachItem() {
    var cells = new Cells(3);
    cells.add(1, 1, 1);
    assertThat(cells.width()).isEqualTo(1);
    assertThat(cells.recorded(3)).containsExactly(0, 1, 0);
    assertThat(cells.failed(3)).containsExactly(0, 1, 0);
  }

  @Test
  void aMillionItemsHave512Cells() {
    var cells = new Cells(1_000_000);
    assertThat(cells.width()).isEqualTo(1954);
    cells.add(0, 1_954, 0);
    cells.add(1_953 * 512, 64, 0);
    assertThat(cells.recorded(1_000_000)).hasSize(512).startsWith(1_954).contains(64);
  }

  @Test
  void aChunkThatLiesInSeveralCellsIsCountedInEach() {
    var cells = new Cells(1024);
    cells.add(1, 5, 2);
    assertThat(cells.recorded(8)).containsExactly(1, 2, 2, 0);
    assertThat(Arrays.stream(cells.failed(8)).sum()).isEqualTo(2);
  }

  @Test
  void cellsThatAreOutgrownBecomeHalfAsMany() {
    var cells = new Cells(512);
    cells.add(0, 3, 3);
    cells.add(511, 1, 0);
    cells.add(2_000, 40, 0);
    assertThat(cells.width()).isEqualTo(4);
    assertThat(cells.recorded(2_048)[0]).isEqualTo(3);
    assertThat(cells.failed(2_048)[0]).isEqualTo(3);
    assertThat(cells.recorded(2_048)[127]).isEqualTo(1);
    assertThat(Arrays.stream(cells.recorded(2_048)).sum()).isEqualTo(44);
  }

  @Test
  void aJobOfAnyLengthIsCompleteUpToAnIndex() {
    var cells = new Cells(4_000_000_000_000L);
    cells.addPrefix(3_000_000_000_000L);
    assertThat(Arrays.stream(cells.recorded(4_000_000_000_000L)).sum())
        .isEqualTo(3_000_000_000_000L);
    assertThat(cells.recorded(4_000_000_000_000L)[511]).isZero();
  }

  @Test
  void withoutItemsThereIsNoCell() {
    assertThat(new Cells(0).recorded(0)).isEmpty();
  }
}
