package starmap.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** Calls scripts by their SHA; a server that does not know one yet is told its text. */
final class ScriptCalls {
  private final RedisAsyncCommands<byte[], byte[]> commands;
  private final Map<Script, String> texts = new EnumMap<>(Script.class);
  private final Map<Script, String> shas = new EnumMap<>(Script.class);

  ScriptCalls(
      RedisAsyncCommands<byte[], byte[]> commands, boolean flagged, UnaryOperator<String> files) {
    this.commands = commands;
    for (var script : Script.values()) {
      var text = script.text(flagged, files);
      texts.put(script, text);
      shas.put(script, commands.digest(text));
    }
  }

  /** The answer: a list of byte arrays, numbers and lists. A single word comes as a list of one. */
  CompletionStage<List<Object>> call(Script script, List<String> keys, Arguments arguments) {
    var keyBytes = keys.stream().map(key -> key.getBytes(UTF_8)).toArray(byte[][]::new);
    var values = arguments.toArray();
    CompletionStage<List<Object>> first =
        commands.evalsha(sha(script), ScriptOutputType.MULTI, keyBytes, values);
    return first.exceptionallyCompose(
        e -> {
          if (cause(e) instanceof RedisNoScriptException) {
            return commands.eval(text(script), ScriptOutputType.MULTI, keyBytes, values);
          }
          return first;
        });
  }

  private String sha(Script script) {
    return java.util.Objects.requireNonNull(shas.get(script));
  }

  private String text(Script script) {
    return java.util.Objects.requireNonNull(texts.get(script));
  }

  private static Throwable cause(Throwable e) {
    return e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
  }
}
