package starmap.chaos.site;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import starmap.standalone.Starmap;

/**
 * How to start {@code ./starmap api} and {@code worker} so that they are soon ready, because many
 * are: from a plain class path, with an archive of loaded classes that the first process of each
 * kind leaves when it ends.
 */
public final class Launcher {
  private static final String JAVA = ProcessHandle.current().info().command().orElse("java");

  private final Path folder;
  private final String classPath;

  /**
   * With the classes of this process.
   *
   * @param folder for what processes share
   * @param jars what else is on their class path, in front
   */
  public Launcher(Path folder, String... jars) {
    this.folder = folder;
    var path = System.getProperty("java.class.path");
    var own = path.endsWith("-exec.jar") ? unpacked(path) : withoutFolders(path);
    classPath =
        String.join(File.pathSeparator, Stream.concat(Stream.of(jars), Stream.of(own)).toList());
  }

  /**
   * The command of a process.
   *
   * @param jvm further options of the JVM
   * @param arguments as those of {@code ./starmap}, such as {@code worker --slots 1}
   */
  public List<String> command(List<String> jvm, List<String> arguments) {
    var archive = folder.resolve(arguments.getFirst() + ".jsa");
    var command = new ArrayList<>(List.of(JAVA));
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + archive));
    command.addAll(List.of("-Xlog:cds=off", "-Xlog:aot=off")); // which classes it has to leave out
    command.addAll(jvm);
    command.addAll(List.of("-cp", classPath, Starmap.class.getName()));
    command.addAll(arguments);
    return command;
  }

  private String unpacked(String jar) {
    var target = folder.resolve("unpacked");
    var log = folder.resolve("unpacking.log");
    try {
      var unpacking =
          new ProcessBuilder(
                  JAVA,
                  "-Djarmode=tools",
                  "-jar",
                  jar,
                  "extract",
                  "--destination",
                  target.toString())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (unpacking.waitFor() != 0) {
        throw new IllegalStateException(Files.readString(log));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return target.resolve("lib") + File.separator + "*";
  }

  /** Archives know jars only; folders are this module's own, unless an IDE runs from folders. */
  private static String withoutFolders(String path) {
    var own = Starmap.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    return own.endsWith(".jar")
        ? Arrays.stream(path.split(File.pathSeparator))
            .filter(entry -> !Files.isDirectory(Path.of(entry)))
            .collect(Collectors.joining(File.pathSeparator))
        : path;
  }
}
