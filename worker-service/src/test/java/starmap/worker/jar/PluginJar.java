package starmap.worker.jar;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.springframework.util.FileSystemUtils;
import starmap.function.ItemFunction;

/** Jars as authors of functions make them: compiled against the function API and nothing else. */
public final class PluginJar {
  private PluginJar() {}

  /** A jar with one function of this name; {@code body} computes a Long from the Long {@code x}. */
  public static byte[] computing(String function, String body) {
    return of(
        "One",
        """
        import starmap.function.*;

        @StarmapFunction(name = "%s", description = "One.", example = "1")
        public class One implements ItemFunction<Long, Long> {
          @Override public Long apply(Long x, CallContext context) throws Exception { %s }
        }
        """
            .formatted(function, body));
  }

  /** A jar of one source file, whose class of this name is a function. */
  public static byte[] of(String className, String source) {
    return of(List.of(source(className, source)), List.of(className), List.of());
  }

  /** A jar of the files of a folder of sources, and one of resources. */
  public static byte[] of(Path sources, Path resources) throws IOException {
    try (var manager =
            ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, UTF_8);
        var files = Files.walk(sources)) {
      var java = files.filter(one -> one.toString().endsWith(".java")).toList();
      List<JavaFileObject> units = new ArrayList<>();
      manager.getJavaFileObjectsFromPaths(java).forEach(units::add);
      return of(units, List.of(), List.of(resources));
    }
  }

  private static byte[] of(List<JavaFileObject> sources, List<String> services, List<Path> more) {
    try {
      var classes = Files.createTempDirectory("plugin");
      try {
        compile(sources, classes);
        if (!services.isEmpty()) {
          var file = classes.resolve("META-INF/services/" + ItemFunction.class.getName());
          Files.createDirectories(file.getParent());
          Files.write(file, services);
        }
        return pack(Stream.concat(Stream.of(classes), more.stream()).toList());
      } finally {
        FileSystemUtils.deleteRecursively(classes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void compile(List<JavaFileObject> sources, Path classes) {
    var messages = new StringWriter();
    var options = List.of("-proc:none", "-cp", functionApi(), "-d", classes.toString());
    boolean done =
        ToolProvider.getSystemJavaCompiler()
            .getTask(messages, null, null, options, null, sources)
            .call();
    if (!done) {
      throw new IllegalArgumentException(messages.toString());
    }
  }

  private static String functionApi() {
    try {
      return Path.of(ItemFunction.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] pack(List<Path> folders) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var jar = new JarOutputStream(bytes)) {
      for (var folder : folders) {
        try (var files = Files.walk(folder)) {
          for (var file : files.filter(Files::isRegularFile).toList()) {
            jar.putNextEntry(new ZipEntry(folder.relativize(file).toString().replace('\\', '/')));
            Files.copy(file, jar);
          }
        }
      }
    }
    return bytes.toByteArray();
  }

  private static JavaFileObject source(String className, String text) {
    return new SimpleJavaFileObject(
        URI.create("string:///" + className + ".java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }
}
