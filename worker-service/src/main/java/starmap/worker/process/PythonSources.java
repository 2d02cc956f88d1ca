package starmap.worker.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import starmap.fleet.FunctionDescriptor;
import starmap.wire.Json;
import starmap.worker.function.ArgumentCheck;
import starmap.worker.function.FunctionFile;
import starmap.worker.function.FunctionSource;
import starmap.worker.function.SourceFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Python files: each public top-level function is served as {@code file.function}. */
public final class PythonSources implements SourceFactory {
  private static final Duration MOST_TIME = Duration.ofMinutes(1);
  private static final int LONGEST_DESCRIPTION = 1 << 20;

  private final String python;
  private @Nullable Path program;

  /**
   * Served by an interpreter of Python 3.9 or later.
   *
   * @param python its path, or its name in PATH
   */
  public PythonSources(String python) {
    this.python = python;
  }

  @Override
  public boolean accepts(String fileName, boolean executable) {
    return fileName.endsWith(".py");
  }

  @Override
  public FunctionSource open(FunctionFile file) throws Exception {
    var module = ProcessSources.name(file.original());
    var manifest = ProcessSources.manifest(file);
    if (manifest.protocol() == Protocol.LINES) {
      throw new IOException("protocol in the manifest must be arrays: Python is served by it");
    }
    var interpreter = interpreter(manifest);
    var environment = ProcessSources.environment(file, manifest, module);
    var described = describe(module, words(interpreter, file, "--describe"), environment);
    var command =
        new ChildCommand(
            module,
            words(interpreter, file),
            environment,
            Protocol.ARRAYS.longestAnswer(),
            new LogGate());
    var pool = new ChildPool(command, manifest.limits());
    return new ProcessSource(functions(module, file, manifest, described, pool), pool);
  }

  private static Map<FunctionDescriptor, ProcessFunction> functions(
      String module, FunctionFile file, Manifest manifest, JsonNode described, ChildPool pool) {
    var functions = new LinkedHashMap<FunctionDescriptor, ProcessFunction>();
    for (var one : described.path("functions")) {
      var name = one.path("name").asString("");
      int together = Math.max(1, one.path("concurrency").asInt(1));
      var descriptor =
          new FunctionDescriptor(
              module + "." + name,
              file.version(),
              "python",
              signature(one, manifest),
              ProcessSources.origin(file),
              together * pool.limits().children());
      functions.put(
          descriptor,
          new ProcessFunction(
              name, Protocol.PYTHON, pool, together, check(descriptor.signature())));
    }
    return functions;
  }

  /** How many arguments there must be Python finds out by itself, and at no cost. */
  private static ArgumentCheck check(FunctionDescriptor.Signature signature) {
    var check = ArgumentCheck.of(signature.schema(), signature.parameters());
    return signature.parameters().stream().allMatch(one -> one.type().equals("any"))
        ? ArgumentCheck.NONE
        : check;
  }

  private List<String> interpreter(Manifest manifest) throws IOException {
    if (!manifest.command().isEmpty()) {
      Programs.requireRunnable(manifest.command().getFirst());
      return manifest.command();
    }
    var found = Programs.find(python);
    if (found.isEmpty()) {
      throw new IOException(
          "there is no %s for Python files: install Python 3.9 or later, or set starmap.worker.python to its path"
              .formatted(python));
    }
    return List.of(found.get().toString());
  }

  private List<String> words(List<String> interpreter, FunctionFile file, String... options)
      throws IOException {
    var words = new ArrayList<>(interpreter);
    words.addAll(List.of("-u", "-X", "utf8", program().toString()));
    words.addAll(List.of(options));
    words.add(file.copy().toAbsolutePath().toString());
    words.add(ProcessSources.folder(file));
    return words;
  }

  /** The file that serves others, where Python can read it. */
  private synchronized Path program() throws IOException {
    if (program == null || !Files.exists(program)) {
      program = OrphanWatch.newFolder().resolve("python_child.py");
      try (var in = PythonSources.class.getResourceAsStream("python_child.py")) {
        if (in == null) {
          throw new IOException("python_child.py is missing in the worker");
        }
        Files.copy(in, program);
      }
    }
    return program;
  }

  private static JsonNode describe(
      String module, List<String> words, Map<String, String> environment)
      throws IOException, InterruptedException {
    var command = new ChildCommand(module, words, environment, LONGEST_DESCRIPTION, new LogGate());
    var child = ChildProcess.start(command);
    try {
      var next = child.answers().next(MOST_TIME.toNanos());
      if (next == Answers.Next.NOTHING) {
        throw new IOException("importing the file took more than " + MOST_TIME);
      }
      if (next == Answers.Next.END) {
        throw new IOException("the file could not be read: " + child.death().message());
      }
      var answers = child.answers();
      var described =
          Json.MAPPER.readTree(answers.bytes(), answers.from(), answers.to() - answers.from());
      if (described.path("error").isString()) {
        throw new IOException(described.path("error").asString());
      }
      return described;
    } catch (JacksonException e) {
      throw new IOException("what Python tells of the file is no JSON: " + e.getMessage(), e);
    } finally {
      child.kill();
    }
  }

  private static FunctionDescriptor.Signature signature(JsonNode described, Manifest manifest) {
    var parameters = new ArrayList<FunctionDescriptor.Parameter>();
    for (var one : described.path("parameters")) {
      parameters.add(
          new FunctionDescriptor.Parameter(
              one.path("name").asString(""), one.path("type").asString("any")));
    }
    var description = described.path("description").asString("");
    var example = described.path("example").asString("");
    var schema = described.path("schema");
    return new FunctionDescriptor.Signature(
        description.isEmpty() ? manifest.description() : description,
        List.copyOf(parameters),
        example.isEmpty() ? manifest.example() : example,
        schema.isObject() ? schema.toString() : manifest.schema());
  }
}
