package starmap.worker.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import starmap.chunk.ClaimedChunk;
import starmap.job.Input;
import starmap.job.Mode;
import starmap.worker.Chunks;
import starmap.worker.execute.FunctionRuntime;
import starmap.worker.execute.Transcript;
import starmap.worker.function.FunctionFile;
import starmap.worker.function.FunctionSource;
import starmap.worker.function.SourceFactory;

/** Functions made of a few lines of text; whatever was opened is closed with it. */
final class Folder implements AutoCloseable {
  private final Path path;
  private final List<FunctionSource> sources = new ArrayList<>();

  Folder(Path path) {
    this.path = path;
  }

  Path path() {
    return path;
  }

  /** A file, and a manifest where there is one. */
  FunctionFile file(String name, String text, @Nullable String manifest) {
    try {
      var file = Files.writeString(path.resolve(name), text);
      boolean _ = file.toFile().setExecutable(true);
      var yaml =
          manifest == null ? null : Files.writeString(path.resolve(name + ".manifest"), manifest);
      return new FunctionFile(file, file, yaml, "12345678", Instant.EPOCH);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  FunctionSource open(SourceFactory factory, FunctionFile file) throws Exception {
    var source = factory.open(file);
    sources.add(source);
    return source;
  }

  /** A program of the lines protocol. */
  FunctionSource lines(String text, @Nullable String manifest) throws Exception {
    return open(new ProcessSources(), file("sample", text, manifest));
  }

  FunctionSource python(String text, @Nullable String manifest) throws Exception {
    return open(new PythonSources("python3"), file("sample.py", text, manifest));
  }

  /** What becomes of the integers from 0 on. */
  static List<String> range(FunctionSource source, int count) {
    return run(source, source.descriptors().getFirst().name(), new Input.Range(0, 1), count);
  }

  static List<String> range(FunctionSource source, String name, int count) {
    return run(source, name, new Input.Range(0, 1), count);
  }

  static List<String> items(FunctionSource source, String array, int count) {
    var name = source.descriptors().getFirst().name();
    return of(source, name, Chunks.items(name, Mode.MAP, array, count));
  }

  static List<String> of(FunctionSource source, String name, ClaimedChunk chunk) {
    var runtime = source.runtime(name);
    return Transcript.of(
        (claimed, items, progress) -> runtime.run(claimed, items, new Eager(progress)), chunk);
  }

  /** The integers from 0 on, as values. */
  static List<String> integers(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }

  private static List<String> run(
      FunctionSource source, String name, Input.Range range, int count) {
    return of(source, name, Chunks.range(name, range, 0, count));
  }

  @Override
  public void close() {
    sources.forEach(FunctionSource::close);
  }

  /** Lets any number of items be begun ahead. */
  private record Eager(FunctionRuntime.Progress run) implements FunctionRuntime.Progress {
    @Override
    public boolean mayBegin(int most) {
      return true;
    }

    @Override
    public boolean wantsMore() {
      return run.wantsMore();
    }

    @Override
    public void value(byte[] json) {
      run.value(json);
    }

    @Override
    public void failure(String type, String message) {
      run.failure(type, message);
    }

    @Override
    public void setback(String type, String message) {
      run.setback(type, message);
    }

    @Override
    public boolean isCancelled() {
      return run.isCancelled();
    }

    @Override
    public long index() {
      return run.index();
    }
  }
}
