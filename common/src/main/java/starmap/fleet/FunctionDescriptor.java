package starmap.fleet;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function as the catalogue shows it.
 *
 * @param name {@code [a-z][a-z0-9_.-]*}
 * @param version a pinned version, without {@code @}
 * @param kind {@code built-in}, {@code java}, {@code process} or {@code python}
 * @param signature what it takes
 * @param origin where it comes from
 * @param concurrency how many items a slot runs at a time
 */
public record FunctionDescriptor(
    String name, String version, String kind, Signature signature, Origin origin, int concurrency) {

  /** Workers of earlier versions do not tell the concurrency. */
  public FunctionDescriptor {
    concurrency = Math.max(1, concurrency);
  }

  /** A function that runs one item at a time. */
  public FunctionDescriptor(
      String name, String version, String kind, Signature signature, Origin origin) {
    this(name, version, kind, signature, origin, 1);
  }

  /**
   * What a function takes, for people and for checks.
   *
   * @param description one sentence
   * @param parameters what starmap takes by position or name; one entry for a function of one
   *     argument
   * @param example a JSON item that works; empty where none is known
   * @param schema a JSON Schema of the array of all arguments in their order; null where nothing is
   *     known about them
   */
  public record Signature(
      String description, List<Parameter> parameters, String example, @Nullable String schema) {}

  /**
   * One parameter.
   *
   * @param name its name
   * @param type its JSON type: integer, number, string, boolean, array, object or any
   */
  public record Parameter(String name, String type) {}

  /**
   * Where a function comes from.
   *
   * @param source what is installed and removed as one, the same on every worker that has it:
   *     {@code built-in}, or {@code cube.py@1f2e3d4c} with a hash of the content
   * @param since when the source was last changed: of several versions the newest is the one that a
   *     plain name means
   * @param current false for a version that is kept for jobs that pinned it
   */
  public record Origin(String source, Instant since, boolean current) {
    /** Of what is part of the worker. */
    public static final Origin BUILT_IN = new Origin("built-in", Instant.EPOCH, true);
  }

  /** The same from elsewhere. */
  public FunctionDescriptor from(Origin other) {
    return new FunctionDescriptor(name, version, kind, signature, other, concurrency);
  }

  /** The name a job pins: {@code name@version}. */
  public String pinned() {
    return name + "@" + version;
  }
}
