package starmap.worker.function;

import java.util.List;
import starmap.chunk.ClaimedChunk;
import starmap.function.CallContext;
import starmap.function.ItemFunction;
import starmap.job.Mode;
import starmap.worker.Chunks;
import starmap.worker.execute.Transcript;

/**
 * Functions of each kind of argument; they return it with its class, and {@code calls} runs them.
 */
abstract class Sample<A> implements ItemFunction<A, String> {
  @Override
  public String apply(A argument, CallContext context) {
    return argument == null ? "null" : argument.getClass().getSimpleName() + " " + argument;
  }

  static List<String> map(ItemFunction<?, ?> function, String array, int count) {
    return run(function, Chunks.items("sample@1", Mode.MAP, array, count));
  }

  static String map(ItemFunction<?, ?> function, String item) {
    return map(function, "[" + item + "]", 1).getFirst();
  }

  static String starmap(ItemFunction<?, ?> function, String item) {
    var chunk = Chunks.items("sample@1", Mode.STARMAP, "[" + item + "]", 1);
    return run(function, chunk).getFirst();
  }

  private static List<String> run(ItemFunction<?, ?> function, ClaimedChunk chunk) {
    return Transcript.of(new JavaFunction(function, JavaFunction.Provenance.BUILT_IN), chunk);
  }
}
