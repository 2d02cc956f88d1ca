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
import starmap.function.InvalidArgumentException;
import starmap.function.ItemFunction;
import starmap.function.RawJson;
import starmap.function.StarmapFunction;
import starmap.job.JobSpec;
import starmap.job.Mode;
import starmap.worker.execute.FunctionRuntime;
import starmap.worker.execute.ItemSource;
import starmap.worker.execute.JsonItems;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JavaType;

/** A Java function, called on the slot's own thread, or on virtual ones where it asks for that. */
final class JavaFunction implements FunctionRuntime {
  private static final int MOST_AT_A_TIME = 10_000;

  private final ItemFunction<Object, Object> function;
  private final FunctionDescriptor descriptor;
  private final ArgumentReader reader;
  private final ValueWriter writer;
  private final boolean takesRecord;
  private final List<Class<? extends Throwable>> permanent;
  private final int concurrency;

  @SuppressWarnings("unchecked") // the reader makes what the function's own type argument asks for
  JavaFunction(ItemFunction<?, ?> function, Provenance provenance) {
    this.function = (ItemFunction<Object, Object>) function;
    this.writer = provenance.binding().writer();
    var readers = provenance.binding().readers();
    var argument = argument(function, readers);
    this.reader = readers.of(argument);
    this.takesRecord = argument.getRawClass().isRecord() && argument.getRawClass() != RawJson.class;
    var words = words(function);
    this.permanent = List.of(words.permanent());
    this.concurrency = words.concurrency();
    if (concurrency < 1 || concurrency > MOST_AT_A_TIME) {
      throw new IllegalArgumentException(
          "%s has a concurrency of %d: it must be from 1 to %d"
              .formatted(function.getClass().getName(), concurrency, MOST_AT_A_TIME));
    }
    this.descriptor = describe(words, provenance, argument);
  }

  /**
   * What a function cannot say about itself.
   *
   * @param kind as in its descriptor
   * @param version null where its annotation says it
   * @param origin where it comes from
   * @param binding shared by all of the same origin
   */
  record Provenance(
      String kind, @Nullable String version, FunctionDescriptor.Origin origin, Binding binding) {
    /** Of what is part of the worker. */
    static final Provenance BUILT_IN =
        new Provenance("built-in", null, FunctionDescriptor.Origin.BUILT_IN, Binding.BUILT_IN);
  }

  FunctionDescriptor descriptor() {
    return descriptor;
  }

  @Override
  public void run(ClaimedChunk chunk, ItemSource items, Progress progress) {
    var constants = constants(chunk.spec());
    var reader = reader(chunk.spec(), constants);
    boolean unwrap = chunk.spec().mode() == Mode.STARMAP && !takesRecord;
    if (concurrency > 1) {
      var call = new Call(unwrap ? item -> only(item, reader) : reader, chunk, constants, progress);
      new ConcurrentRun(call, concurrency, progress).run(items);
      return;
    }
    var context = new Context(chunk, constants, progress, Context.AT_HAND);
    while (progress.wantsMore() && items.next()) {
      try {
        var argument = unwrap ? only(items, reader) : reader.read(items);
        var value = function.apply(argument, context);
        if (value instanceof Long number) {
          progress.value(number.longValue());
        } else {
          progress.value(written(value, argument));
        }
      } catch (Throwable e) { // an error of the function is an error of its item
        fail(e, progress);
      }
      items.skip();
    }
  }

  private void fail(Throwable e, Progress progress) {
    switch (e) {
      case InvalidArgumentException _ -> progress.failure("InvalidArgument", message(e));
      case ValueWriter.BadValueException bad -> progress.failure(bad.type(), message(e));
      default -> {
        if (permanent.stream().anyMatch(type -> type.isInstance(e))) {
          progress.failure(type(e), message(e));
        } else {
          progress.setback(type(e), message(e));
        }
      }
    }
  }

  /** Calls that do not wait for each other. */
  private final class Call implements ConcurrentRun.Call {
    private final ArgumentReader reader;
    private final ClaimedChunk chunk;
    private final Map<String, RawJson> constants;
    private final Progress progress;

    Call(
        ArgumentReader reader,
        ClaimedChunk chunk,
        Map<String, RawJson> constants,
        Progress progress) {
      this.reader = reader;
      this.chunk = chunk;
      this.constants = constants;
      this.progress = progress;
    }

    @Override
    public Object read(ItemSource items) {
      return reader.read(items);
    }

    @Override
    public byte[] value(Object argument, long index) throws Exception {
      var context = new Context(chunk, constants, progress, index);
      return written(function.apply(argument, context), argument);
    }

    @Override
    public void fail(Throwable e) {
      JavaFunction.this.fail(e, progress);
    }
  }

  @SuppressWarnings("ReferenceEquality") // the very bytes that came in need no check
  private byte[] written(@Nullable Object value, Object argument) {
    return value == argument && value instanceof RawJson same ? same.utf8() : writer.write(value);
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

  private static JavaType argument(ItemFunction<?, ?> function, ArgumentReaders readers) {
    var types = readers.type(function.getClass()).findTypeParameters(ItemFunction.class);
    if (types == null || types.length == 0) {
      throw new IllegalArgumentException(
          function.getClass().getName()
              + " does not say what it takes: let it implement ItemFunction<Argument, Value>");
    }
    return types[0];
  }

  private static StarmapFunction words(ItemFunction<?, ?> function) {
    var words = function.getClass().getAnnotation(StarmapFunction.class);
    if (words == null) {
      throw new IllegalArgumentException(function.getClass().getName() + " lacks @StarmapFunction");
    }
    return words;
  }

  private static FunctionDescriptor describe(
      StarmapFunction words, Provenance provenance, JavaType argument) {
    return new FunctionDescriptor(
        words.name(),
        Objects.requireNonNullElse(provenance.version(), words.version()),
        provenance.kind(),
        new FunctionDescriptor.Signature(
            words.description(), parameters(argument), words.example(), TypeSchemas.of(argument)),
        provenance.origin(),
        words.concurrency());
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
}
