package starmap.worker.function;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import starmap.chunk.ClaimedChunk;
import starmap.fleet.FunctionDescriptor;
import starmap.function.CallContext;
import starmap.function.InvalidArgumentException;
import starmap.function.ItemFunction;
import starmap.function.RawJson;
import starmap.function.StarmapFunction;
import starmap.job.JobSpec;
import starmap.job.Mode;
import starmap.wire.Json;
import starmap.worker.execute.FunctionRuntime;
import starmap.worker.execute.ItemSource;
import starmap.worker.execute.JsonItems;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JavaType;

/** A Java function, called on the slot's own thread. */
final class JavaFunction implements FunctionRuntime {
  private final ItemFunction<Object, Object> function;
  private final FunctionDescriptor descriptor;
  private final ArgumentReader reader;
  private final boolean takesRecord;
  private final List<Class<? extends Throwable>> permanent;

  @SuppressWarnings("unchecked") // the reader makes what the function's own type argument asks for
  JavaFunction(ItemFunction<?, ?> function, String kind) {
    this.function = (ItemFunction<Object, Object>) function;
    var argument =
        Json.MAPPER
            .getTypeFactory()
            .constructType(function.getClass())
            .findTypeParameters(ItemFunction.class)[0];
    this.reader = ArgumentReaders.of(argument);
    this.takesRecord = argument.getRawClass().isRecord() && argument.getRawClass() != RawJson.class;
    var words = words(function);
    this.permanent = List.of(words.permanent());
    this.descriptor = describe(words, kind, argument);
  }

  FunctionDescriptor descriptor() {
    return descriptor;
  }

  @Override
  public void run(ClaimedChunk chunk, ItemSource items, Progress progress) {
    var constants = constants(chunk.spec());
    var reader = reader(chunk.spec(), constants);
    var context = new Context(chunk, constants, progress);
    boolean unwrap = chunk.spec().mode() == Mode.STARMAP && !takesRecord;
    while (progress.wantsMore() && items.next()) {
      try {
        var argument = unwrap ? only(items, reader) : reader.read(items);
        var value = function.apply(argument, context);
        if (value instanceof Long number) {
          progress.value(number.longValue());
        } else {
          progress.value(written(value, argument));
        }
      } catch (InvalidArgumentException e) {
        progress.failure("InvalidArgument", message(e));
      } catch (ValueWriter.BadValueException e) {
        progress.failure(e.type(), message(e));
      } catch (
          Throwable e) { // an error of the function is an error of its item, whatever it throws
        if (permanent.stream().anyMatch(type -> type.isInstance(e))) {
          progress.failure(type(e), message(e));
        } else {
          progress.setback(type(e), message(e));
        }
      }
      items.skip();
    }
  }

  @SuppressWarnings("ReferenceEquality") // the very bytes that came in need no check
  private static byte[] written(@Nullable Object value, Object argument) {
    return value == argument && value instanceof RawJson same
        ? same.utf8()
        : ValueWriter.write(value);
  }

  private ArgumentReader reader(JobSpec spec, Map<String, RawJson> constants) {
    if (constants.isEmpty() || !(reader instanceof RecordReader arguments)) {
      return reader;
    }
    try {
      return arguments.given(constants, spec.mode() == Mode.MAP);
    } catch (InvalidArgumentException e) {
      return _ -> {
        throw e;
      };
    }
  }

  private static Map<String, RawJson> constants(JobSpec spec) {
    if (spec.constants() == null) {
      return Map.of();
    }
    return spec.constants().entrySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(
                Map.Entry::getKey, entry -> new RawJson(entry.getValue().getBytes(UTF_8))));
  }

  /** In starmap mode a function of one argument takes an array of one. */
  private static Object only(ItemSource items, ArgumentReader reader) {
    var token = items.parser().currentToken();
    if (token != JsonToken.START_ARRAY) {
      throw ArgumentReader.mismatch("an array of 1 argument", token);
    }
    var elements = new JsonItems(items.raw().utf8());
    if (!elements.next()) {
      throw new InvalidArgumentException("expected 1 argument, got 0");
    }
    var argument = reader.read(elements);
    elements.skip();
    if (elements.next()) {
      throw new InvalidArgumentException("expected 1 argument, got more");
    }
    return argument;
  }

  private static String type(Throwable e) {
    Class<?> type = e.getClass();
    while (type.isAnonymousClass()) {
      type = type.getSuperclass();
    }
    return type.getSimpleName();
  }

  private static String message(Throwable e) {
    try {
      return Objects.requireNonNullElse(e.getMessage(), "");
    } catch (RuntimeException _) {
      return "";
    }
  }

  private static StarmapFunction words(ItemFunction<?, ?> function) {
    var words = function.getClass().getAnnotation(StarmapFunction.class);
    if (words == null) {
      throw new IllegalArgumentException(function.getClass().getName() + " lacks @StarmapFunction");
    }
    return words;
  }

  private static FunctionDescriptor describe(
      StarmapFunction words, String kind, JavaType argument) {
    return new FunctionDescriptor(
        words.name(),
        words.version(),
        kind,
        new FunctionDescriptor.Signature(
            words.description(), parameters(argument), words.example(), TypeSchemas.of(argument)),
        FunctionDescriptor.Origin.BUILT_IN);
  }

  private static List<FunctionDescriptor.Parameter> parameters(JavaType argument) {
    var type = argument.getRawClass();
    if (!type.isRecord() || type == RawJson.class) {
      return List.of(new FunctionDescriptor.Parameter("x", JsonTypes.of(type)));
    }
    return Arrays.stream(type.getRecordComponents())
        .map(
            component ->
                new FunctionDescriptor.Parameter(
                    component.getName(), JsonTypes.of(component.getType())))
        .toList();
  }

  private record Context(ClaimedChunk chunk, Map<String, RawJson> constants, Progress progress)
      implements CallContext {
    @Override
    public String jobId() {
      return chunk.id().job().value();
    }

    @Override
    public long index() {
      return progress.index();
    }

    @Override
    public int attempt() {
      return chunk.attempt();
    }

    @Override
    public boolean isCancelled() {
      return progress.isCancelled();
    }
  }
}
