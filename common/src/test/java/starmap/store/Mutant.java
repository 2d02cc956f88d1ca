package starmap.store;

/**
 * One mistake in the scripts.
 *
 * @param file such as {@code lib/parts}
 * @param right what is written there, once
 * @param wrong what a careless hand would have written
 * @param because what goes wrong then
 */
record Mutant(String file, String right, String wrong, String because) {

  /** The text of a file as it would be with the mistake. */
  String read(String name) {
    var text = Script.read(name);
    if (!name.equals(file)) {
      return text;
    }
    int at = text.indexOf(right);
    if (at < 0 || text.indexOf(right, at + 1) >= 0) {
      throw new IllegalStateException(file + " does not contain exactly once: " + right);
    }
    return text.replace(right, wrong);
  }

  @Override
  public String toString() {
    return file + ": " + because;
  }
}
