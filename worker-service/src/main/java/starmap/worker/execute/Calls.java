package starmap.worker.execute;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import starmap.chunk.ClaimedChunk;
import starmap.function.InvalidArgumentException;
import starmap.function.RawJson;
import tools.jackson.core.JsonToken;

/** Runs items that name their function each: {@code {"function":…,"args":[…]}}. */
final class Calls implements FunctionRuntime {
  private static final String FORM =
      "expected a call such as {\"function\":\"power\",\"args\":[2,10]}";

  private final ChunkRunner.Functions functions;

  Calls(ChunkRunner.Functions functions) {
    this.functions = functions;
  }

  @Override
  public void run(ClaimedChunk chunk, ItemSource items, Progress progress) {
    while (progress.wantsMore() && items.next()) {
      try {
        var call = Call.of(items);
        functions
            .find(call.function())
            .ifPresentOrElse(
                runtime ->
                    runtime.run(
                        chunk.calling(call.function()),
                        JsonItems.before(call.args()),
                        new Single(progress)),
                () -> progress.unknown(call.function()));
      } catch (InvalidArgumentException e) {
        progress.failure("InvalidArgument", Objects.requireNonNullElse(e.getMessage(), ""));
      }
      items.skip();
    }
  }

  /** What an item asks for. */
  private record Call(String function, RawJson args) {
    static Call of(ItemSource items) {
      if (items.parser().currentToken() != JsonToken.START_OBJECT) {
        throw new InvalidArgumentException(FORM);
      }
      @Nullable String function = null;
      @Nullable RawJson args = null;
      var properties = new JsonItems(items.raw().utf8());
      while (properties.next()) {
        var name = properties.parser().currentName();
        var token = properties.parser().nextToken();
        if (name.equals("function") && token == JsonToken.VALUE_STRING) {
          function = properties.parser().getString();
        } else if (name.equals("args") && token.isStructStart()) {
          args = properties.raw();
        } else {
          throw new InvalidArgumentException(FORM);
        }
      }
      if (function == null || args == null) {
        throw new InvalidArgumentException(FORM);
      }
      return new Call(function, args);
    }
  }
}
