package starmap.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import starmap.wire.JobCodec;

class InputTest {
  private static final Axis ABC = new Axis.Values(List.of("\"a\"", "[1, 2]", "1e400"));
  private static final Axis FROM_TEN = new Axis.Numbers(new Input.Range(10, 5), 2);

  @Test
  void randomItemsAreThoseOfSplittableRandom() {
    long seed = -7;
    var random = new SplittableRandom(seed);
    var input = new Input.Random(seed);
    for (long i = 0; i < 1_000; i++) {
      assertThat(input.at(i)).isEqualTo(random.nextLong());
    }
  }

  @Test
  void theLastAxisOfAProductMovesFastest() {
    assertThat(items(new Input.Product(List.of(ABC, FROM_TEN)), 6))
        .containsExactly(
            "[\"a\",10]", "[\"a\",15]", "[[1, 2],10]", "[[1, 2],15]", "[1e400,10]", "[1e400,15]");
  }

  @Test
  void zipTakesOneOfEach() {
    assertThat(items(new Input.Zip(List.of(FROM_TEN, ABC)), 2))
        .containsExactly("[10,\"a\"]", "[15,[1, 2]]");
  }

  @Test
  void aRepeatedValueKeepsItsBytes() {
    assertThat(items(new Input.Repeat("{ \"b\":1, \"a\": -0.0 }"), 2))
        .containsExactly("{ \"b\":1, \"a\": -0.0 }", "{ \"b\":1, \"a\": -0.0 }");
  }

  @Test
  void everyInputIsStoredAndReadAgain() {
    for (var input :
        List.of(
            new Input.Items(),
            new Input.Range(1, -2),
            new Input.Random(3),
            new Input.Repeat("\"é\""),
            new Input.Product(List.of(ABC, FROM_TEN)),
            new Input.Zip(List.of(ABC)))) {
      var spec = new JobSpec("f@1", Mode.MAP, input);
      assertThat(JobCodec.readSpec(JobCodec.write(spec))).isEqualTo(spec);
    }
  }

  @Test
  void theTraceOfAJobIsStoredWithIt() {
    var plain = new JobSpec("f@1", Mode.MAP, new Input.Range(0, 1));
    var traced = plain.traced(Map.of("traceparent", "00-1-2-01"));
    assertThat(JobCodec.readSpec(JobCodec.write(traced))).isEqualTo(traced);
    assertThat(new String(JobCodec.write(plain), UTF_8)).doesNotContain("trace");
  }

  @Test
  void whatFollowsFromAReductionIsNotStoredWithIt() {
    var reduce = new Reduce(Reduce.Op.CONCAT);
    var spec =
        new JobSpec(
            "f@1", Mode.MAP, new Input.Range(0, 1), null, null, null, reduce, null, null, null);
    var stored = JobCodec.write(spec);
    assertThat(new String(stored, UTF_8)).endsWith("\"reduce\":{\"op\":\"concat\"}}");
    assertThat(JobCodec.readSpec(stored)).isEqualTo(spec);
  }

  private static List<String> items(Input.Generated input, int count) {
    return LongStream.range(0, count).mapToObj(i -> new String(input.item(i), UTF_8)).toList();
  }
}
