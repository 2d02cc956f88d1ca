package starmap.api.result;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import starmap.job.JobError;
import starmap.store.JobResults;
import starmap.wire.SegmentReader;
import starmap.wire.SegmentWriter;

class ResultWriterTest {
  /** Nine results in segments of three; null failed. */
  private static final List<String> VALUES =
      java.util.Arrays.asList("0", null, "{\"a\" : 2}", "3", "4", "5", null, null, "\"8\\n\"");

  private static final java.util.Map<String, String> CSV =
      java.util.Map.of("{\"a\" : 2}", "\"{\"\"a\"\" : 2}\"", "\"8\\n\"", "\"8\n\"");

  static Stream<ResultWriter.Layout> layouts() {
    return Stream.of(Format.values())
        .flatMap(
            format ->
                Stream.of(true, false)
                    .flatMap(
                        bare ->
                            Stream.of(ResultWriter.Only.values())
                                .map(only -> new ResultWriter.Layout(format, bare, only))));
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void everyLayoutOfEveryRangeIsAsDocumented(ResultWriter.Layout layout) throws IOException {
    for (int from = 0; from <= VALUES.size(); from++) {
      for (int to = from; to <= VALUES.size() + 1; to++) {
        assertThat(written(layout, from, to))
            .as("%s from %d to %d", layout, from, to)
            .isEqualTo(expected(layout, from, to));
      }
    }
  }

  @Test
  void lineBreaksInsideAValueBecomeSpacesAmongLinesOnly() throws IOException {
    var segment = new SegmentWriter();
    segment.value("{\r\n\"a\":\n[ 1,\n2]}".getBytes(UTF_8));
    var entry = new JobResults.Entry(0, SegmentReader.of(segment.finish().bytes()));
    assertThat(one(entry, Format.NDJSON)).isEqualTo("{  \"a\": [ 1, 2]}\n");
    assertThat(one(entry, Format.JSON)).isEqualTo("[{\r\n\"a\":\n[ 1,\n2]}]");
  }

  @Test
  void failuresAreCountedAndRemembered() throws IOException {
    var writer = writer(new ByteArrayOutputStream(), Format.JSON);
    for (var entry : entries()) {
      writer.write(entry, 0, Long.MAX_VALUE);
    }
    assertThat(writer.count()).isEqualTo(9);
    assertThat(writer.failed()).isEqualTo(3);
    assertThat(writer.errors()).extracting(JobError::index).containsExactly(1L, 6L, 7L);
  }

  @Test
  void anEmptyArrayIsClosed() throws IOException {
    var out = new ByteArrayOutputStream();
    writer(out, Format.JSON).end();
    writer(out, Format.NDJSON).end();
    assertThat(out.toString(UTF_8)).isEqualTo("[]");
  }

  private static String one(JobResults.Entry entry, Format format) throws IOException {
    var out = new ByteArrayOutputStream();
    var writer = writer(out, format);
    writer.write(entry, 0, 1);
    writer.end();
    return out.toString(UTF_8);
  }

  private static ResultWriter writer(ByteArrayOutputStream out, Format format) {
    return new ResultWriter(out, new ResultWriter.Layout(format, true, ResultWriter.Only.ALL));
  }

  private static String written(ResultWriter.Layout layout, int from, int to) throws IOException {
    var out = new ByteArrayOutputStream();
    var writer = new ResultWriter(out, layout);
    for (var entry : entries()) {
      writer.write(entry, from, to);
    }
    writer.end();
    return out.toString(UTF_8);
  }

  private static String expected(ResultWriter.Layout layout, int from, int to) {
    var items =
        IntStream.range(from, Math.min(to, VALUES.size()))
            .filter(i -> layout.only() != ResultWriter.Only.OK || VALUES.get(i) != null)
            .filter(i -> layout.only() != ResultWriter.Only.FAILED || VALUES.get(i) == null)
            .mapToObj(i -> item(layout, i));
    return switch (layout.format()) {
      case JSON -> items.collect(Collectors.joining(",", "[", "]"));
      case NDJSON -> items.map(item -> item + "\n").collect(Collectors.joining());
      case CSV -> items.map(item -> item + "\r\n").collect(Collectors.joining());
    };
  }

  private static String item(ResultWriter.Layout layout, int index) {
    var value = VALUES.get(index);
    if (layout.format() == Format.CSV) {
      return value == null
          ? "#error," + index + ",Odd,no"
          : (layout.bare() ? "" : index + ",") + CSV.getOrDefault(value, value);
    }
    if (value == null) {
      return layout.bare() && layout.format() == Format.JSON
          ? "null"
          : "{\"index\":%d,\"error\":{\"type\":\"Odd\",\"message\":\"no\",\"attempts\":2}}"
              .formatted(index);
    }
    return layout.bare() ? value : "{\"index\":" + index + ",\"value\":" + value + "}";
  }

  private static List<JobResults.Entry> entries() {
    var entries = new ArrayList<JobResults.Entry>();
    for (int start = 0; start < VALUES.size(); start += 3) {
      var segment = new SegmentWriter();
      for (var value : VALUES.subList(start, start + 3)) {
        if (value == null) {
          segment.failure("Odd", "no", 2);
        } else {
          segment.value(value.getBytes(UTF_8));
        }
      }
      entries.add(new JobResults.Entry(start, SegmentReader.of(segment.finish().bytes())));
    }
    return entries;
  }
}
