package starmap.worker.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import starmap.fleet.FunctionDescriptor;
import starmap.wire.Json;
import starmap.worker.function.ArgumentCheck;
import starmap.worker.function.FunctionFile;
import starmap.worker.function.FunctionSource;
import starmap.worker.function.SourceFactory;

/** Programs in any language: executable files, and manifests that name a command. */
public final class ProcessSources implements SourceFactory {
  static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_.-]*");

  @Override
  public boolean accepts(String fileName, boolean executable) {
    return executable || isManifest(fileName);
  }

  @Override
  public FunctionSource open(FunctionFile file) throws IOException {
    boolean alone = isManifest(file.copy().getFileName().toString());
    var manifest = alone ? ManifestReader.read(file.copy()) : manifest(file);
    if (alone && manifest.command().isEmpty()) {
      throw new IOException(
          "command is missing: a manifest without a file beside it must say what to run, such as"
              + " command: [node, /srv/resize.js]");
    }
    var name = name(file.original());
    var words = words(file, manifest);
    Programs.requireRunnable(words.getFirst());
    var protocol = manifest.protocol() == null ? Protocol.LINES : manifest.protocol();
    var command =
        new ChildCommand(
            name,
            words,
            environment(file, manifest, name),
            protocol.longestAnswer(),
            new LogGate());
    var signature = signature(manifest);
    var arguments = ArgumentCheck.of(signature.schema(), signature.parameters());
    var pool = new ChildPool(command, manifest.limits());
    var descriptor =
        new FunctionDescriptor(
            name, file.version(), "process", signature, origin(file), pool.limits().children());
    return new ProcessSource(
        Map.of(descriptor, new ProcessFunction(name, protocol, pool, 1, arguments)), pool);
  }

  static Manifest manifest(FunctionFile file) throws IOException {
    return file.manifest() == null ? Manifest.NONE : ManifestReader.read(file.manifest());
  }

  static Map<String, String> environment(FunctionFile file, Manifest manifest, String function) {
    var environment = manifest.environment(function);
    environment.put("STARMAP_FOLDER", folder(file));
    return environment;
  }

  /** Where the file's neighbours are. */
  static String folder(FunctionFile file) {
    var folder = file.original().toAbsolutePath().getParent();
    return folder == null ? "/" : folder.toString();
  }

  static FunctionDescriptor.Origin origin(FunctionFile file) {
    return new FunctionDescriptor.Origin(file.source(), file.changed(), true);
  }

  /** The file's name without what follows the last dot. */
  static String name(Path file) throws IOException {
    var name = file.getFileName().toString();
    var stem = name.lastIndexOf('.') > 0 ? name.substring(0, name.lastIndexOf('.')) : name;
    if (!NAME.matcher(stem).matches()) {
      throw new IOException(
          "%s is no name of a function: rename the file to small letters, digits, dots, dashes and _"
              .formatted(stem));
    }
    return stem;
  }

  private static boolean isManifest(String fileName) {
    return fileName.endsWith(".yaml") || fileName.endsWith(".yml");
  }

  /**
   * A command that names the file means the copy, which nobody changes; its arguments may be files
   * beside it.
   */
  private static List<String> words(FunctionFile file, Manifest manifest) throws IOException {
    var copy = file.copy().toAbsolutePath();
    var name = copy.getFileName().toString();
    if (!manifest.command().isEmpty()) {
      var words = new ArrayList<>(manifest.command());
      words.replaceAll(
          word -> word.equals(name) || word.equals("./" + name) ? copy.toString() : word);
      for (int i = 1; i < words.size(); i++) {
        var beside = Path.of(folder(file)).resolve(words.get(i));
        words.set(i, Files.isRegularFile(beside) ? beside.toString() : words.get(i));
      }
      return words;
    }
    if (!Files.isExecutable(copy) && !copy.toFile().setExecutable(true)) {
      throw new IOException(copy + " cannot be made executable");
    }
    return List.of(copy.toString());
  }

  private static FunctionDescriptor.Signature signature(Manifest manifest) {
    var schema = manifest.schema();
    return new FunctionDescriptor.Signature(
        manifest.description(),
        List.of(new FunctionDescriptor.Parameter("item", type(schema))),
        manifest.example(),
        schema == null
            ? null
            : "{\"type\":\"array\",\"prefixItems\":[%s],\"minItems\":1,\"maxItems\":1}"
                .formatted(schema));
  }

  private static String type(@Nullable String schema) {
    return schema == null ? "any" : Json.MAPPER.readTree(schema).path("type").asString("any");
  }
}
