package starmap.worker.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import starmap.fleet.FunctionDescriptor;
import starmap.function.CallContext;
import starmap.function.ItemFunction;
import starmap.function.StarmapFunction;
import starmap.worker.function.builtin.Power;
import starmap.worker.function.builtin.Square;

class FunctionCatalogTest {
  private final List<String> events = new ArrayList<>();

  @Test
  void theServiceLoaderFindsAll() throws Exception {
    try (var functions = FunctionCatalog.load()) {
      assertThat(functions.descriptors())
          .extracting(FunctionDescriptor::pinned)
          .containsExactlyInAnyOrder(
              "square@1",
              "cube@1",
              "power@1",
              "identity@1",
              "upper@1",
              "sleep@1",
              "fail@1",
              "pi.inside@1",
              "pi.bbp@1",
              "primes.count@1",
              "hash.sha256@1",
              "text.words@1",
              "gcd@1");
    }
  }

  @Test
  void aDescriptorNamesTheParametersOfARecord() throws Exception {
    try (var functions = FunctionCatalog.open(List.of(new Power(), new Square()))) {
      assertThat(functions.descriptors())
          .extracting(one -> one.signature().parameters())
          .containsExactly(
              List.of(
                  new FunctionDescriptor.Parameter("base", "number"),
                  new FunctionDescriptor.Parameter("exponent", "integer")),
              List.of(new FunctionDescriptor.Parameter("x", "number")));
    }
  }

  @Test
  void twoFunctionsOfOneNameAreRefusedBeforeAnyIsOpened() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FunctionCatalog.open(List.of(new First(), new First())))
        .withMessage("two functions are named first@1");
    assertThat(events).isEmpty();
  }

  @Test
  void aFunctionThatDoesNotOpenClosesThoseBeforeIt() {
    assertThatExceptionOfType(Exception.class)
        .isThrownBy(() -> FunctionCatalog.open(List.of(new First(), new Stuck())))
        .withMessage("stuck");
    assertThat(events).containsExactly("open", "close");
  }

  @Test
  void anUnknownFunctionIsNotFound() throws Exception {
    try (var functions = FunctionCatalog.open(List.of(new First()))) {
      assertThat(functions.find("first@1")).isPresent();
      assertThat(functions.find("first@2")).isEmpty();
      assertThat(functions.find("first")).isEqualTo(functions.find("first@1"));
      assertThat(functions.find("firs")).isEmpty();
    }
    assertThat(events).containsExactly("open", "close");
  }

  @Test
  void aPlainNameMeansTheHighestVersionWhichIsNotTheLastOfTheAlphabet() throws Exception {
    try (var functions = FunctionCatalog.open(List.of(new Tenth(), new Second()))) {
      assertThat(functions.find("many")).isEqualTo(functions.find("many@10"));
      assertThat(functions.find("many@2")).isPresent().isNotEqualTo(functions.find("many"));
    }
  }

  @StarmapFunction(name = "many", version = "10", description = "", example = "1")
  private static final class Tenth implements ItemFunction<Long, Long> {
    @Override
    public Long apply(Long argument, CallContext context) {
      return argument;
    }
  }

  @StarmapFunction(name = "many", version = "2", description = "", example = "1")
  private static final class Second implements ItemFunction<Long, Long> {
    @Override
    public Long apply(Long argument, CallContext context) {
      return argument;
    }
  }

  @StarmapFunction(name = "first", description = "", example = "1")
  private final class First implements ItemFunction<Long, Long> {
    @Override
    public Long apply(Long argument, CallContext context) {
      return argument;
    }

    @Override
    public void open() {
      events.add("open");
    }

    @Override
    public void close() {
      events.add("close");
      throw new IllegalStateException("closing fails, and that is only logged");
    }
  }

  @StarmapFunction(name = "stuck", description = "", example = "1")
  private static final class Stuck implements ItemFunction<Long, Long> {
    @Override
    public Long apply(Long argument, CallContext context) {
      return argument;
    }

    @Override
    public void open() throws Exception {
      throw new Exception("stuck");
    }
  }
}
