package starmap.api.submit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import starmap.api.problem.ProblemException;
import starmap.api.problem.ProblemType;
import starmap.api.testing.DripStream;
import starmap.chunk.Block;
import starmap.wire.Json;
import tools.jackson.core.JacksonException;

class ItemSplitterTest {
  private static final List<String> ITEMS =
      List.of(
          "0",
          "-0.0",
          "1e5",
          "12345678901234567890",
          "\"\\ud83d\\ude00 😀 é\"",
          "{ \"a\" : [1,\t{}] }",
          "null",
          "true",
          "[]",
          "\"\"");

  @ParameterizedTest
  @EnumSource(
      value = ItemSplitter.Framing.class,
      names = {"ARRAY", "LINES"})
  void itemsKeepTheirBytesHoweverTheyArrive(ItemSplitter.Framing framing) {
    long seed = new SplittableRandom().nextLong();
    System.out.println("ItemSplitterTest seed " + seed + " " + framing);
    var random = new SplittableRandom(seed);
    for (int round = 0; round < 200; round++) {
      var items = random.ints(50, 0, ITEMS.size()).mapToObj(ITEMS::get).toList();
      var bytes = framed(framing, items, random).getBytes(UTF_8);
      var in = new DripStream(bytes, random.nextInt(1, 9), random.nextLong());
      var blocks = split(in, framing, random.nextInt(0, 4));
      assertThat(joined(blocks)).as("seed %d round %d", seed, round).isEqualTo(items);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1\n2\n3", "1 \n2\t\n 3 \n", "1\r\n2\r\n3\r\n", "\n\n1\n\n2\n \n3\n\n"})
  void numbersEndWhereTheirDigitsEnd(String lines) {
    for (int most = 1; most <= 5; most++) {
      var in = new DripStream(lines.getBytes(UTF_8), most, most);
      var blocks = split(in, ItemSplitter.Framing.LINES, 0);
      assertThat(text(blocks.getFirst())).as("pieces of %d", most).isEqualTo("[1,2,3]");
    }
  }

  @Test
  void aByteOrderMarkIsRefusedAndNeverPartOfAnItem() {
    assertThatThrownBy(() -> split(stream("\uFEFF1\n2\n"), ItemSplitter.Framing.LINES, 0))
        .isInstanceOf(JacksonException.class)
        .hasMessageContaining("0xfeff");
  }

  @Test
  void emptyInputHasNoBlocks() {
    assertThat(split(stream("[]"), ItemSplitter.Framing.ARRAY, 0)).isEmpty();
    assertThat(split(stream(""), ItemSplitter.Framing.LINES, 0)).isEmpty();
    assertThat(split(stream(" \r\n\n"), ItemSplitter.Framing.LINES, 7)).isEmpty();
  }

  @Test
  void blocksAreCutAt64KiB() {
    var items = IntStream.range(0, 100_000).mapToObj(Integer::toString).toList();
    var blocks = split(stream(items.toString()), ItemSplitter.Framing.ARRAY, 0);
    assertThat(blocks).hasSizeGreaterThan(5);
    for (var block : blocks.subList(0, blocks.size() - 1)) {
      assertThat(block.items().length).isBetween(64 * 1024, 65 * 1024);
    }
    assertThat(joined(blocks)).isEqualTo(items);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1000, 50_000})
  void blocksEndWhereChunksEnd(int chunkSize) {
    var items = IntStream.range(0, 120_000).mapToObj(Integer::toString).toList();
    var blocks = split(stream(items.toString()), ItemSplitter.Framing.ARRAY, chunkSize);
    for (var block : blocks.subList(0, blocks.size() - 1)) {
      assertThat(block.count() % chunkSize).isZero();
    }
    assertThat(joined(blocks)).isEqualTo(items);
  }

  @Test
  void aBlockNeverGrowsBeyondTwoMebibytesForTheSakeOfItsChunk() {
    var item = "\"" + "x".repeat(300_000) + "\"";
    var blocks =
        split(
            stream(IntStream.range(0, 12).mapToObj(_ -> item).toList().toString()),
            ItemSplitter.Framing.ARRAY,
            100);
    assertThat(blocks).hasSize(3);
    assertThat(joined(blocks)).hasSize(12).containsOnly(item);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[\"%s\"]", "[1,[\"%s\"]]", "[{\"a\":\"%s\"}]"})
  void anItemOfMoreThanAMebibyteIsRefused(String form) {
    var body = form.formatted("x".repeat(Json.MAX_ITEM));
    assertThatThrownBy(() -> split(stream(body), ItemSplitter.Framing.ARRAY, 0))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.TOO_LARGE));
  }

  @Test
  void anItemOfExactlyAMebibyteIsTaken() {
    var item = "\"" + "x".repeat(Json.MAX_ITEM - 2) + "\"";
    assertThat(joined(split(stream("[" + item + "]"), ItemSplitter.Framing.ARRAY, 0)))
        .containsExactly(item);
  }

  @Test
  void twoValuesOnOneLineAreRefused() {
    assertThatThrownBy(() -> split(stream("1\n2 3\n"), ItemSplitter.Framing.LINES, 0))
        .hasMessageContaining("two values stand on one line");
  }

  private static String framed(
      ItemSplitter.Framing framing, List<String> items, SplittableRandom random) {
    if (framing == ItemSplitter.Framing.ARRAY) {
      return items.stream().collect(Collectors.joining(space(random) + ",\r\n", " [ ", " ] "));
    }
    return items.stream().map(item -> item + space(random) + "\n").collect(Collectors.joining());
  }

  private static String space(SplittableRandom random) {
    return List.of("", " ", "\t", "\r", " \n").get(random.nextInt(5));
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  private static List<Block> split(InputStream in, ItemSplitter.Framing framing, int chunkSize) {
    var tape = new Tape(in, Long.MAX_VALUE);
    var parser = Json.parser(tape);
    if (framing == ItemSplitter.Framing.ARRAY) {
      parser.nextToken();
    }
    var splitter = new ItemSplitter(parser, tape, framing, chunkSize);
    var blocks = new ArrayList<Block>();
    for (var block = splitter.next(); block != null; block = splitter.next()) {
      blocks.add(block);
    }
    return blocks;
  }

  /** The items of all blocks, which follow each other without a gap. */
  private static List<String> joined(List<Block> blocks) {
    var items = new ArrayList<String>();
    for (var block : blocks) {
      assertThat(block.start()).isEqualTo(items.size());
      var slices = new starmap.wire.JsonSlices(block.items(), 0, block.items().length);
      while (slices.next()) {
        items.add(
            new String(
                Arrays.copyOfRange(block.items(), slices.start(), slices.start() + slices.length()),
                UTF_8));
      }
      assertThat(items).hasSize((int) block.start() + block.count());
    }
    return items;
  }

  private static String text(Block block) {
    return new String(block.items(), UTF_8);
  }
}
