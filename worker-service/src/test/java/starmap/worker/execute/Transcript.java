package starmap.worker.execute;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import starmap.chunk.ClaimedChunk;

/** Writes down what a runtime says about each item of a chunk. */
public final class Transcript implements FunctionRuntime.Progress {
  private final ClaimedChunk chunk;
  private final List<String> outcomes = new ArrayList<>();

  private Transcript(ClaimedChunk chunk) {
    this.chunk = chunk;
  }

  /** Runs a whole chunk. Values as their text, failures as {@code !type: message}. */
  public static List<String> of(FunctionRuntime runtime, ClaimedChunk chunk) {
    var outcomes = new Transcript(chunk);
    runtime.run(chunk, ItemSource.of(chunk), outcomes);
    return outcomes.outcomes;
  }

  @Override
  public boolean wantsMore() {
    return outcomes.size() < chunk.id().length();
  }

  @Override
  public void value(byte[] json) {
    outcomes.add(new String(json, UTF_8));
  }

  @Override
  public void failure(String type, String message) {
    outcomes.add("!" + type + ": " + message);
  }

  @Override
  public void setback(String type, String message) {
    failure(type, message);
  }

  @Override
  public boolean isCancelled() {
    return false;
  }

  @Override
  public long index() {
    return chunk.id().start() + outcomes.size();
  }
}
