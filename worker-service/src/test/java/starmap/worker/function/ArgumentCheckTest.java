package starmap.worker.function;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import starmap.fleet.FunctionDescriptor.Parameter;
import starmap.job.Input;
import starmap.job.JobSpec;
import starmap.job.Mode;

class ArgumentCheckTest {
  private static final ArgumentCheck RESIZE =
      ArgumentCheck.of(
          "{\"type\":\"array\",\"prefixItems\":[{\"type\":\"string\"},{\"type\":\"integer\"}],\"minItems\":1,\"maxItems\":2}",
          List.of(new Parameter("file", "string"), new Parameter("width", "integer")));

  @Test
  void anItemOfMapIsTheFirstArgument() {
    assertThat(error(Mode.MAP, null, "\"a.png\"")).isNull();
    assertThat(error(Mode.MAP, null, "5"))
        .isEqualTo("argument file: expected a string, got an integer");
  }

  @Test
  void anItemOfStarmapIsAllArguments() {
    assertThat(error(Mode.STARMAP, null, "[\"a.png\"]")).isNull();
    assertThat(error(Mode.STARMAP, null, "{\"width\":7,\"file\":\"a.png\"}")).isNull();
    assertThat(error(Mode.STARMAP, null, "[\"a.png\",\"7\"]"))
        .isEqualTo("argument width: expected an integer, got a string");
    assertThat(error(Mode.STARMAP, null, "[]"))
        .isEqualTo("expected 1 to 2 arguments [file, width], got 0");
  }

  @Test
  void constantsAreCheckedWithEveryItem() {
    assertThat(error(Mode.MAP, Map.of("width", "7"), "\"a.png\"")).isNull();
    assertThat(error(Mode.MAP, Map.of("width", "\"x\""), "\"a.png\""))
        .isEqualTo("argument width: expected an integer, got a string");
  }

  @Test
  void withoutASchemaNothingIsRead() {
    assertThat(ArgumentCheck.of(null, List.of()).of(spec(Mode.MAP, null)))
        .isSameAs(ArgumentCheck.OfJob.NONE);
    assertThat(RESIZE.of(spec(Mode.REDUCE, null))).isSameAs(ArgumentCheck.OfJob.NONE);
  }

  private static String error(Mode mode, Map<String, String> constants, String item) {
    return RESIZE.of(spec(mode, constants)).error(item.getBytes(UTF_8));
  }

  private static JobSpec spec(Mode mode, Map<String, String> constants) {
    return new JobSpec(
        "resize@1", mode, new Input.Items(), null, null, constants, null, null, null, null);
  }
}
