package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules that every script follows, as far as its text shows them. */
class ScriptHeadersTest {
  private static final int LONGEST = 40;

  /** What must go on when memory is full. */
  private static final Set<Script> ALLOWED =
      EnumSet.of(
          Script.EXTEND,
          Script.SETTLE,
          Script.RECLAIM,
          Script.CANCEL,
          Script.PURGE,
          Script.COLLECT,
          Script.AUDIT,
          Script.FOLD,
          Script.REROUTE,
          Script.REOPEN,
          Script.PAUSE,
          Script.REGISTER,
          Script.DRAIN,
          Script.SEAT);

  /** These lists are ours and short. */
  private static final Set<String> UNPACKED = Set.of("opaque", "kept", "records", "tags");

  @ParameterizedTest
  @EnumSource
  void headerSaysWhatAScriptIsAndTakesAndAnswers(Script script) {
    var lines = script.lines();
    var name = script.name().toLowerCase(Locale.ROOT);

    assertThat(lines.getFirst()).matches("-- " + name + "\\.lua: .+\\.");
    assertThat(lines.get(1)).startsWith("-- include: time");
    for (var header : List.of("-- KEYS: ", "-- ARGV: now", "-- returns ")) {
      assertThat(lines).filteredOn(line -> line.startsWith(header)).hasSize(1);
    }
    assertThat(lines).hasSizeLessThanOrEqualTo(LONGEST);
  }

  @ParameterizedTest
  @EnumSource
  void onlyWhatFreesMemoryOrKeepsWorkGoingRunsWhenMemoryIsFull(Script script) {
    var first = script.text(true).lines().findFirst().orElseThrow();
    boolean allowed = ALLOWED.contains(script);

    assertThat(first).isEqualTo("#!lua flags=" + (allowed ? "allow-oom" : ""));
    assertThat(script.text(false).lines().findFirst().orElseThrow())
        .isEqualTo(
            allowed
                ? "redis.call('PERSIST', KEYS[1])"
                : "redis.call('ZADD', KEYS[1], 'XX', 0, '')");
  }

  @ParameterizedTest
  @EnumSource
  void includedFilesComeBeforeTheScript(Script script) {
    var text = script.text(true);

    assertThat(script.includes()).doesNotHaveDuplicates();
    assertThat(text).endsWith(String.join("\n", script.lines()));
    assertThat(text).contains("local function clock(passed)");
  }

  @Test
  void everyScriptHasAFileAndEveryFileIsAScript() throws Exception {
    var files =
        files("scripts").stream()
            .map(file -> file.getFileName().toString().replace(".lua", ""))
            .map(name -> name.toUpperCase(Locale.ROOT))
            .collect(Collectors.toSet());
    var scripts = EnumSet.allOf(Script.class).stream().map(Script::name).toList();

    assertThat(files).containsExactlyInAnyOrderElementsOf(scripts);
  }

  @Test
  void everyIncludedFileExistsAndNoneIsUnused() throws Exception {
    var files =
        files("lib").stream()
            .map(file -> file.getFileName().toString().replace(".lua", ""))
            .toList();
    var included =
        EnumSet.allOf(Script.class).stream()
            .flatMap(script -> script.includes().stream())
            .collect(Collectors.toSet());

    assertThat(included).containsExactlyInAnyOrderElementsOf(files);
  }

  @ParameterizedTest
  @MethodSource("allFiles")
  void nothingUnboundedOrLossyIsCalled(Path file) throws IOException {
    var code = code(file);

    assertThat(code).doesNotContain("cjson", "'KEYS'", "SCAN'", "'TIME', ");
    assertThat(code).doesNotContain("'BLPOP", "'BRPOP", "'BLMOVE", "'BZPOP", "'FLUSH");
    var matcher = Pattern.compile("(?<!cmsgpack[.])unpack\\((\\w+)").matcher(code);
    while (matcher.find()) {
      assertThat(UNPACKED).contains(matcher.group(1));
    }
    // numbers and words of the job record only, which it keeps exactly; payloads are never parsed
    assertThat(code.contains("cmsgpack"))
        .isEqualTo(file.endsWith("job.lua") || file.endsWith("claimed.lua"));
    assertThat(code.contains("redis.call('TIME')")).isEqualTo(file.endsWith("time.lua"));
  }

  @ParameterizedTest
  @MethodSource("allFiles")
  void everyFileBeginsWithWhatItIsFor(Path file) throws IOException {
    assertThat(Files.readAllLines(file).getFirst()).matches("-- .+[.]");
  }

  static List<Path> allFiles() throws Exception {
    return java.util.stream.Stream.concat(files("lib").stream(), files("scripts").stream())
        .toList();
  }

  private static List<Path> files(String folder) throws IOException, URISyntaxException {
    try (var files = Files.list(Path.of(Script.class.getResource(folder).toURI()))) {
      return files.sorted().toList();
    }
  }

  private static String code(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> !line.startsWith("--"))
        .collect(Collectors.joining("\n"));
  }
}
