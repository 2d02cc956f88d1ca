package starmap.worker.function;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import starmap.chunk.ClaimedChunk;
import starmap.fleet.FunctionDescriptor;
import starmap.function.CallContext;
import starmap.function.InvalidArgumentException;
import starmap.function.ItemFunction;
import starmap.function.StarmapFunction;
import starmap.job.Mode;
import starmap.wire.Json;
import starmap.worker.execute.FunctionRuntime;
import starmap.worker.execute.ItemSource;
import tools.jackson.databind.JavaType;

/** A Java function, called on the slot's own thread. */
final class JavaFunction implements FunctionRuntime {
  private static final int LONGEST_MESSAGE = 1_000;

  private final ItemFunction<Object, Object> function;
  private final FunctionDescriptor descriptor;
  private final ArgumentReader reader;
  private final boolean takesRecord;

  @SuppressWarnings("unchecked") // the reader makes what the function's own type argument asks for
  JavaFunction(ItemFunction<?, ?> function, String kind) {
    this.function = (ItemFunction<Object, Object>) function;
    var argument =
        Json.MAPPER
            .getTypeFactory()
            .constructType(function.getClass())
            .findTypeParameters(ItemFunction.class)[0];
    this.reader = ArgumentReaders.of(argument);
    this.takesRecord =
        argument.getRawClass().isRecord()
            && argument.getRawClass() != starmap.function.RawJson.class;
    this.descriptor = describe(function, kind, argument);
  }

  FunctionDescriptor descriptor() {
    return descriptor;
  }

  @Override
  public void run(ClaimedChunk chunk, ItemSource items, Progress progress) {
    var context = new Context(chunk, progress);
    boolean unwrap = chunk.spec().mode() == Mode.STARMAP && !takesRecord;
    while (progress.wantsMore() && items.next()) {
      try {
        var argument = unwrap ? only(items) : reader.read(items);
        progress.value(ValueWriter.write(function.apply(argument, context)));
      } catch (InvalidArgumentException e) {
        progress.failure("InvalidArgument", message(e));
      } catch (ValueWriter.NotJsonException e) {
        progress.failure("NotJson", message(e));
      } catch (
          Throwable e) { // an error of the function is an error of its item, whatever it throws
        progress.failure(e.getClass().getSimpleName(), message(e));
      }
      items.parser().skipChildren();
    }
  }

  /** In starmap mode a function of one argument takes an array of one. */
  private Object only(ItemSource items) {
    var token = items.parser().currentToken();
    if (token != tools.jackson.core.JsonToken.START_ARRAY) {
      throw ArgumentReader.mismatch("an array of 1 argument", token);
    }
    var elements = ItemSource.ofArray(items.raw().utf8());
    if (!elements.next()) {
      throw new InvalidArgumentException("expected 1 argument, got 0");
    }
    var argument = reader.read(elements);
    elements.parser().skipChildren();
    if (elements.next()) {
      throw new InvalidArgumentException("expected 1 argument, got more");
    }
    return argument;
  }

  private static String message(Throwable e) {
    @Nullable String message = e.getMessage();
    if (message == null) {
      return "";
    }
    return message.length() <= LONGEST_MESSAGE
        ? message
        : message.substring(0, LONGEST_MESSAGE) + "…";
  }

  private static FunctionDescriptor describe(
      ItemFunction<?, ?> function, String kind, JavaType argument) {
    var words = function.getClass().getAnnotation(StarmapFunction.class);
    if (words == null) {
      throw new IllegalArgumentException(function.getClass().getName() + " lacks @StarmapFunction");
    }
    return new FunctionDescriptor(
        words.name(),
        words.version(),
        kind,
        words.description(),
        parameters(argument),
        words.example());
  }

  private static List<FunctionDescriptor.Parameter> parameters(JavaType argument) {
    var type = argument.getRawClass();
    if (!type.isRecord() || type == starmap.function.RawJson.class) {
      return List.of(new FunctionDescriptor.Parameter("x", JsonTypes.of(type)));
    }
    return Arrays.stream(type.getRecordComponents())
        .map(
            component ->
                new FunctionDescriptor.Parameter(
                    component.getName(), JsonTypes.of(component.getType())))
        .toList();
  }

  private record Context(ClaimedChunk chunk, Progress progress) implements CallContext {
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
