package starmap.fleet;

import java.util.List;

/**
 * A function as the catalogue shows it.
 *
 * @param name {@code [a-z][a-z0-9_.-]*}
 * @param version a pinned version, without {@code @}
 * @param kind {@code built-in}, {@code java}, {@code process} or {@code python}
 * @param description one sentence
 * @param parameters what starmap takes by position or name; one entry for a function of one
 *     argument
 * @param example a JSON item that works
 */
public record FunctionDescriptor(
    String name,
    String version,
    String kind,
    String description,
    List<Parameter> parameters,
    String example) {
  /**
   * One parameter.
   *
   * @param name its name
   * @param type its JSON type: integer, number, string, boolean, array, object or any
   */
  public record Parameter(String name, String type) {}

  /** The name a job pins: {@code name@version}. */
  public String pinned() {
    return name + "@" + version;
  }
}
