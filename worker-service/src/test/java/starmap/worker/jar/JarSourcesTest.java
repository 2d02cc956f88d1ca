package starmap.worker.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import starmap.fleet.FunctionDescriptor;
import starmap.job.Mode;
import starmap.worker.Chunks;
import starmap.worker.execute.Transcript;
import starmap.worker.function.FunctionFile;
import starmap.worker.function.FunctionSource;

class JarSourcesTest {
  private static final Instant CHANGED = Instant.parse("2026-01-01T00:00:00Z");

  private static final String INTEGER =
      """
      {"type":"array","prefixItems":[{"type":"integer","minimum":-9223372036854775808,"maximum":9223372036854775807}],"minItems":1,"maxItems":1}\
      """;

  @TempDir private Path folder;

  @Test
  void aJarHasTheVersionOfItsBytes() throws Exception {
    try (var source = open(PluginJar.computing("twice", "return x + x;"))) {
      assertThat(source.descriptors())
          .containsExactly(
              new FunctionDescriptor(
                  "twice",
                  "1f2e3d4c",
                  "java",
                  new FunctionDescriptor.Signature(
                      "One.",
                      List.of(new FunctionDescriptor.Parameter("x", "integer")),
                      "1",
                      INTEGER),
                  new FunctionDescriptor.Origin("some.jar@1f2e3d4c", CHANGED, true)));
      assertThat(run(source, "twice", Mode.MAP, "[1,\"2\",3]", 3))
          .containsExactly(
              "2", "!InvalidArgument: expected an integer of 64 bits, got a string", "6");
    }
  }

  @Test
  void recordsGoInAndOut() throws Exception {
    var jar =
        PluginJar.of(
            "Swap",
            """
            import java.util.List;
            import starmap.function.*;

            @StarmapFunction(name = "swap", description = "Swaps.", example = "[1, {\\"x\\":2}]")
            public class Swap implements ItemFunction<Swap.Pair, Swap.Back> {
              public record Point(int x) {}
              public record Pair(long left, Point right) {}
              public record Back(Point left, List<Long> right) {}
              @Override public Back apply(Pair pair, CallContext context) {
                return new Back(pair.right(), List.of(pair.left()));
              }
            }
            """);
    try (var source = open(jar)) {
      assertThat(run(source, "swap", Mode.STARMAP, "[[1,{\"x\":2}],{\"right\":[4],\"left\":3}]", 2))
          .containsExactly(
              "{\"left\":{\"x\":2},\"right\":[1]}", "{\"left\":{\"x\":4},\"right\":[3]}");
    }
  }

  @Test
  void aPluginSeesNothingOfTheWorkerButTheFunctionApi() throws Exception {
    var jar =
        PluginJar.computing(
            "visible",
            """
            long found = 0;
            for (var name : java.util.List.of("starmap.worker.function.FunctionCatalog",
                "tools.jackson.databind.JsonMapper", "org.springframework.util.StringUtils",
                "starmap.worker.function.builtin.Square", "starmap.function.RawJson", "java.sql.Driver")) {
              try {
                Class.forName(name, false, Thread.currentThread().getContextClassLoader());
                found = 10 * found + 1;
              } catch (ClassNotFoundException e) {
                found = 10 * found;
              }
            }
            return found;
            """);
    try (var source = open(jar)) {
      assertThat(run(source, "visible", Mode.MAP, "[0]", 1)).containsExactly("11");
    }
  }

  @Test
  void functionsAreOpenedAndClosed() throws Exception {
    var jar =
        PluginJar.of(
            "Opened",
            """
            import starmap.function.*;

            @StarmapFunction(name = "opened", description = "", example = "1")
            public class Opened implements ItemFunction<Long, Boolean> {
              private boolean open;
              @Override public void open() { open = true; }
              @Override public void close() { System.setProperty("starmap.test.closed", "yes"); }
              @Override public Boolean apply(Long x, CallContext context) { return open; }
            }
            """);
    try (var source = open(jar)) {
      assertThat(run(source, "opened", Mode.MAP, "[0]", 1)).containsExactly("true");
    }
    assertThat(System.clearProperty("starmap.test.closed")).isEqualTo("yes");
  }

  @Test
  void anErrorOfAFunctionIsAnErrorOfItsItem() throws Exception {
    var jar =
        PluginJar.computing("recurses", "return x == 0 ? 0 : apply(x < 0 ? x : x - 1, context);");
    try (var source = open(jar)) {
      assertThat(run(source, "recurses", Mode.MAP, "[-1,3]", 2))
          .containsExactly("!StackOverflowError: ", "0");
    }
  }

  @Test
  void whatIsWrongWithAJarIsSaidWithItsName() {
    assertThatThrownBy(
            () ->
                open(
                    PluginJar.of(
                        "Bad",
                        bad(
                            "static { if (true) throw new IllegalStateException(\"no licence\"); }"))))
        .hasMessage("Bad could not be created: java.lang.IllegalStateException: no licence");
    assertThatThrownBy(() -> open(PluginJar.of("Bad", bad("public Bad(int x) {}"))))
        .hasMessageContaining("Bad");
    assertThatThrownBy(
            () ->
                open(
                    PluginJar.of(
                        "Bad",
                        bad(
                            "@Override public void open() { throw new IllegalStateException(\"no network\"); }"))))
        .hasMessage("Bad.open() failed: java.lang.IllegalStateException: no network");
    assertThatThrownBy(() -> open(PluginJar.of("Bad", bad("").replace("\"bad\"", "\"Bad One\""))))
        .hasMessageStartingWith("Bad is named 'Bad One': a name is lower-case letters");
    assertThatThrownBy(
            () -> open(PluginJar.of("Bad", bad("").replaceAll("@StarmapFunction.*", ""))))
        .hasMessage("Bad lacks @StarmapFunction");
    assertThatThrownBy(
            () ->
                open(
                    PluginJar.of(
                        "Bad",
                        bad("")
                            .replace("ItemFunction<Long, Long>", "ItemFunction")
                            .replace("Long x", "Object x"))))
        .hasMessage(
            "Bad does not say what it takes: let it implement ItemFunction<Argument, Value>");
  }

  @Test
  void aJarThatIsNotAllThereIsNoJar() {
    var whole = PluginJar.computing("one", "return x;");
    assertThatThrownBy(() -> open(Arrays.copyOf(whole, whole.length / 2)))
        .hasMessageStartingWith("this is no jar, or not all of it: ");
    assertThatThrownBy(() -> open(new byte[0]))
        .hasMessageStartingWith("this is no jar, or not all of it: ");
  }

  private static String bad(String member) {
    return """
        import starmap.function.*;

        @StarmapFunction(name = "bad", description = "", example = "1")
        public class Bad implements ItemFunction<Long, Long> {
          %s
          @Override public Long apply(Long x, CallContext context) { return 1L; }
        }
        """
        .formatted(member);
  }

  private FunctionSource open(byte[] jar) throws Exception {
    var file = folder.resolve("some.jar");
    try {
      Files.write(file, jar);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return new JarSources().open(new FunctionFile(file, file, null, "1f2e3d4c", CHANGED));
  }

  private static List<String> run(
      FunctionSource source, String function, Mode mode, String array, int count) {
    return Transcript.of(source.runtime(function), Chunks.items(function, mode, array, count));
  }
}
