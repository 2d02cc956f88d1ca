package starmap.api.submit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import starmap.api.problem.ProblemException;
import starmap.api.problem.ProblemType;
import starmap.api.result.Format;

class CsvItemsTest {
  private static final ItemForm ONE = new ItemForm(Format.CSV, false, false, 0);
  private static final ItemForm SPREAD = new ItemForm(Format.CSV, false, true, 0);
  private static final ItemForm NAMED = new ItemForm(Format.CSV, true, true, 0);

  @Test
  void aFieldOfNothingIsNullAndOneOfQuotesIsText() throws IOException {
    assertThat(first("1,,\"\",x\n", SPREAD)).isEqualTo("[[1,null,\"\",\"x\"]]");
  }

  @Test
  void aHeaderNamesTheColumnsWhateverTheyLookLike() throws IOException {
    assertThat(first("a,1\n2,\"x\ny\"\n3,4\n", NAMED))
        .isEqualTo("[{\"a\":2,\"1\":\"x\\ny\"},{\"a\":3,\"1\":4}]");
  }

  @Test
  void linesMayHaveDifferentNumbersOfColumnsWhereNoneHasAName() throws IOException {
    assertThat(first("1,2\n3\n4,5,6\n", SPREAD)).isEqualTo("[[1,2],[3],[4,5,6]]");
  }

  @Test
  void emptyLinesAreNoItems() throws IOException {
    assertThat(first("\n1\r\n\r\n2", ONE)).isEqualTo("[1,2]");
  }

  @Test
  void blocksFollowEachOtherAndWhatIsKnownIsPassedOver() throws IOException {
    var lines = IntStream.range(7, 50_007).mapToObj(i -> i + "\n").collect(Collectors.joining());
    var items = items(lines, ONE);
    items.skip(7, 100);
    long next = 100;
    for (var block = items.next(); block != null; block = items.next()) {
      assertThat(block.start()).isEqualTo(next);
      assertThat(new String(block.items(), UTF_8)).startsWith("[" + next + ",").endsWith("]");
      assertThat(block.items().length).isLessThan(65 * 1024);
      next += block.count();
    }
    assertThat(next).isEqualTo(50_007);
  }

  @Test
  void anItemOfMoreThanAMebibyteIsRefused() {
    for (int length : new int[] {(1 << 20) - 1, 3 << 20}) {
      var large = items("1\n" + "x".repeat(length) + "\n", ONE);
      assertThatThrownBy(large::next)
          .isInstanceOfSatisfying(
              ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.TOO_LARGE));
    }
  }

  private static String first(String csv, ItemForm form) throws IOException {
    var block = items(csv, form).next();
    return block == null ? "" : new String(block.items(), UTF_8);
  }

  private static CsvItems items(String csv, ItemForm form) {
    return new CsvItems(new ByteArrayInputStream(csv.getBytes(UTF_8)), form);
  }
}
