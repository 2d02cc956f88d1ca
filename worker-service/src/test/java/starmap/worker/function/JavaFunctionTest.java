package starmap.worker.function;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import starmap.function.CallContext;
import starmap.function.ItemFunction;
import starmap.function.RawJson;
import starmap.function.StarmapFunction;

class JavaFunctionTest {

  @Test
  void whateverOneItemThrowsTheOthersGoOn() {
    assertThat(Sample.map(new Thrower(), "[0,1,2,3,4,5,6]", 7))
        .containsExactly(
            "0",
            "!StackOverflowError: ",
            "!OutOfMemoryError: no heap",
            "!Exception: checked",
            "!RuntimeException: anonymous",
            "!Mute: ",
            "6");
  }

  @Test
  void brokenJsonOfAFunctionCostsItsItemOnly() {
    assertThat(Sample.map(new Breaker(), "[\"{\",\"1\",\"]\"]", 3))
        .satisfiesExactly(
            first -> assertThat(first).startsWith("!NotJson"),
            second -> assertThat(second).isEqualTo("1"),
            third -> assertThat(third).startsWith("!NotJson"));
  }

  @Test
  void aCallKnowsItsPlace() {
    var function = new Places();
    Sample.map(function, "[true,\"x\",true]", 3);
    assertThat(function.seen).containsExactly("0/1", "2/1");
  }

  @Test
  void aFunctionWithoutItsAnnotationIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new JavaFunction(new Bare(), JavaFunction.Provenance.BUILT_IN))
        .withMessageContaining("Bare lacks @StarmapFunction");
  }

  @StarmapFunction(name = "sample", description = "", example = "1")
  private static final class Thrower implements ItemFunction<Integer, Integer> {
    @Override
    public Integer apply(Integer argument, CallContext context) throws Exception {
      return switch (argument) {
        case 1 -> endless(1);
        case 2 -> throw new OutOfMemoryError("no heap");
        case 3 -> throw new Exception("checked");
        case 4 -> throw new RuntimeException("anonymous") {};
        case 5 -> throw new Mute();
        default -> argument;
      };
    }

    @SuppressWarnings("InfiniteRecursion") // that is what it is for
    private static int endless(int depth) {
      return endless(depth + 1) + 1;
    }
  }

  private static final class Mute extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("an exception that fails itself");
    }
  }

  @StarmapFunction(name = "sample", description = "", example = "1")
  private static final class Breaker implements ItemFunction<String, RawJson> {
    @Override
    public RawJson apply(String argument, CallContext context) {
      return new RawJson(argument.getBytes(UTF_8));
    }
  }

  @StarmapFunction(name = "sample", description = "", example = "1")
  private static final class Places implements ItemFunction<Boolean, Boolean> {
    private final List<String> seen = new ArrayList<>();

    @Override
    public Boolean apply(Boolean argument, CallContext context) {
      seen.add(context.index() + "/" + context.attempt());
      return !context.isCancelled();
    }
  }

  private static final class Bare implements ItemFunction<Long, Long> {
    @Override
    public Long apply(Long argument, CallContext context) {
      return argument;
    }
  }
}
