package starmap.worker.folder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import starmap.fleet.BrokenFile;
import starmap.fleet.FunctionDescriptor;
import starmap.job.Mode;
import starmap.worker.Chunks;
import starmap.worker.execute.Transcript;
import starmap.worker.function.FunctionCatalog;
import starmap.worker.jar.JarSources;
import starmap.worker.jar.PluginJar;

@Timeout(60)
class FunctionFolderTest {
  private static final String GATE = "starmap.test.folder.gate";

  @TempDir private Path parent;
  private Path folder;
  private FunctionCatalog catalog;
  private FunctionFolder watched;

  @BeforeEach
  void watch() throws Exception {
    folder = parent.resolve("functions");
    catalog = FunctionCatalog.load();
    watched = new FunctionFolder(folder, List.of(new JarSources()), catalog, Duration.ofHours(1));
  }

  @AfterEach
  void close() {
    watched.close();
    System.getProperties().remove(GATE);
  }

  @Test
  void whatIsThereAtTheStartIsLoadedBeforeItReturns() throws IOException {
    Files.createDirectory(folder);
    put("b.jar", PluginJar.computing("same", "return 2L;"));
    put("a.jar", PluginJar.computing("same", "return 1L;"));
    put("c.jar", PluginJar.computing("other", "return 3L;"));
    watched.start();
    assertThat(call("same")).isEqualTo("1");
    assertThat(call("other")).isEqualTo("3");
    assertThat(catalog.broken())
        .containsExactly(
            new BrokenFile(
                "b.jar",
                "its function same is in a.jar as well, which came first: rename one of them"));
  }

  @Test
  void theFolderMayComeLater() throws IOException {
    watched.start();
    Files.createDirectory(folder);
    put("a.jar", PluginJar.computing("a", "return 1L;"));
    await().until(() -> call("a").equals("1"));
  }

  @Test
  void aChangeMakesANewVersionAndTheOldOneCanStillBeCalled() throws IOException {
    var first = PluginJar.computing("a", "return 1L;");
    start("a.jar", first);
    var old = descriptor("a").pinned();
    put("a.jar", PluginJar.computing("a", "return 2L;"));
    await().until(() -> call("a").equals("2"));

    assertThat(call(old)).isEqualTo("1");
    assertThat(catalog.descriptors())
        .filteredOn(one -> one.name().equals("a"))
        .extracting(one -> one.origin().current())
        .containsExactly(false, true);

    put("a.jar", first);
    await().until(() -> call("a").equals("1"));
    assertThat(catalog.descriptors()).filteredOn(one -> one.name().equals("a")).hasSize(2);
  }

  @Test
  void aRemovedFileStaysForThoseThatPinnedIt() throws IOException {
    start("a.jar", PluginJar.computing("a", "return 1L;"));
    var pinned = descriptor("a").pinned();
    Files.delete(folder.resolve("a.jar"));
    await().until(() -> call("a").equals("unknown"));
    assertThat(call(pinned)).isEqualTo("1");
  }

  @Test
  void aBrokenFileIsNamedHarmsNoOtherAndTheVersionBeforeGoesOn() throws IOException {
    start("a.jar", PluginJar.computing("a", "return 1L;"));
    put("b.jar", PluginJar.computing("b", "return 1L;"));
    await().until(() -> call("b").equals("1"));
    put("b.jar", "no jar".getBytes(UTF_8));
    await().until(() -> !catalog.broken().isEmpty());
    assertThat(catalog.broken())
        .singleElement()
        .satisfies(one -> assertThat(one.file()).isEqualTo("b.jar"))
        .satisfies(one -> assertThat(one.error()).startsWith("this is no jar, or not all of it"));
    assertThat(call("a")).isEqualTo("1");
    assertThat(call("b")).isEqualTo("1");

    put("b.jar", PluginJar.computing("b", "return 2L;"));
    await().until(() -> call("b").equals("2"));
    assertThat(catalog.broken()).isEmpty();
  }

  @Test
  void aJarThatThrowsInItsStaticInitialiserIsBroken() throws IOException {
    start("good.jar", PluginJar.computing("good", "return 1L;"));
    put(
        "bad.jar",
        PluginJar.of(
            "Bad",
            """
            @starmap.function.StarmapFunction(name = "bad", description = "", example = "1")
            public class Bad implements starmap.function.ItemFunction<Long, Long> {
              static { recurse(1); }
              static int recurse(int x) { return recurse(x + 1) + 1; }
              @Override public Long apply(Long x, starmap.function.CallContext context) { return 1L; }
            }
            """));
    await().until(() -> !catalog.broken().isEmpty());
    assertThat(catalog.broken())
        .containsExactly(
            new BrokenFile("bad.jar", "Bad could not be created: java.lang.StackOverflowError"));
    assertThat(call("good")).isEqualTo("1");
  }

  @Test
  void aJarMayArriveInPieces() throws IOException {
    start("other.jar", PluginJar.computing("other", "return 1L;"));
    var jar = PluginJar.computing("slow", "return 5L;");
    put("slow.jar", Arrays.copyOf(jar, jar.length / 2));
    await().until(() -> !catalog.broken().isEmpty());
    Files.write(
        folder.resolve("slow.jar"),
        Arrays.copyOfRange(jar, jar.length / 2, jar.length),
        StandardOpenOption.APPEND);
    await().until(() -> call("slow").equals("5"));
    assertThat(catalog.broken()).isEmpty();
    assertThat(call("other")).isEqualTo("1");
  }

  @Test
  void whenTheFirstOfTwoIsRemovedTheOtherTakesItsPlace() throws IOException {
    start("a.jar", PluginJar.computing("same", "return 1L;"));
    put("b.jar", PluginJar.computing("same", "return 2L;"));
    await().until(() -> !catalog.broken().isEmpty());
    assertThat(call("same")).isEqualTo("1");
    Files.delete(folder.resolve("a.jar"));
    await().until(() -> call("same").equals("2"));
    await().until(() -> catalog.broken().isEmpty());
  }

  @Test
  void noFileTakesTheNameOfABuiltInFunction() throws IOException {
    start("other.jar", PluginJar.computing("other", "return 1L;"));
    put("mine.jar", PluginJar.computing("square", "return 1L;"));
    await().until(() -> !catalog.broken().isEmpty());
    assertThat(catalog.broken())
        .containsExactly(
            new BrokenFile(
                "mine.jar", "its function square has the name of a built-in one: rename it"));
  }

  @Test
  void aFileThatTakesLongToLoadDoesNotKeepOthersWaiting() throws IOException {
    start("other.jar", PluginJar.computing("other", "return 1L;"));
    var gate = new CountDownLatch(1);
    System.getProperties().put(GATE, gate);
    put(
        "a.jar",
        PluginJar.of(
            "Slow",
            """
            @starmap.function.StarmapFunction(name = "slow", description = "", example = "1")
            public class Slow implements starmap.function.ItemFunction<Long, Long> {
              @Override public void open() throws Exception {
                ((java.util.concurrent.CountDownLatch) System.getProperties().get("%s")).await();
              }
              @Override public Long apply(Long x, starmap.function.CallContext context) { return 7L; }
            }
            """
                .formatted(GATE)));
    put("b.jar", PluginJar.computing("b", "return 1L;"));
    await().until(() -> call("b").equals("1"));
    assertThat(call("slow")).isEqualTo("unknown");
    gate.countDown();
    await().until(() -> call("slow").equals("7"));
  }

  @Test
  void aProgramThatNobodyKnowsIsBrokenAndOtherFilesAreNot() throws IOException {
    start("other.jar", PluginJar.computing("other", "return 1L;"));
    put("data.csv", new byte[1]);
    put(".hidden.jar", new byte[1]);
    put("backup.jar~", new byte[1]);
    put("requirements.txt", new byte[1]);
    Files.createDirectory(folder.resolve("__pycache__"));
    put("program", new byte[1]);
    assertThat(folder.resolve("program").toFile().setExecutable(true)).isTrue();
    await().until(() -> !catalog.broken().isEmpty());
    assertThat(catalog.broken()).extracting(BrokenFile::file).containsExactly("program");
    assertThat(catalog.broken().getFirst().error()).contains("welcome are .py and .jar files");
  }

  @Test
  void fewOldVersionsOfAFileAreKept() throws IOException {
    start("a.jar", PluginJar.computing("a", "return 0L;"));
    var first = descriptor("a").pinned();
    for (int i = 1; i <= 9; i++) {
      put("a.jar", PluginJar.computing("a", "return " + i + "L;"));
      var expected = Integer.toString(i);
      await().until(() -> call("a").equals(expected));
    }
    assertThat(catalog.descriptors()).filteredOn(one -> one.name().equals("a")).hasSize(9);
    assertThat(call(first)).isEqualTo("unknown");
  }

  private void start(String file, byte[] content) throws IOException {
    Files.createDirectory(folder);
    put(file, content);
    watched.start();
  }

  /** As a whole, by another name first. */
  private void put(String name, byte[] content) throws IOException {
    var whole = Files.write(parent.resolve("part"), content);
    Files.move(whole, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private FunctionDescriptor descriptor(String name) {
    return catalog.descriptors().stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private String call(String function) {
    return Optional.of(function)
        .flatMap(catalog::find)
        .map(runtime -> Transcript.of(runtime, Chunks.items(function, Mode.MAP, "[1]", 1)))
        .map(List::getFirst)
        .orElse("unknown");
  }
}
