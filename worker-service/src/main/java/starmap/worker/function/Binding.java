package starmap.worker.function;

/**
 * How the arguments and values of functions are bound that come and go together.
 *
 * @param readers of arguments
 * @param writer of values
 */
record Binding(ArgumentReaders readers, ValueWriter writer) {
  /** Of functions that never go. */
  static final Binding BUILT_IN = new Binding();

  Binding() {
    this(new ArgumentReaders(), new ValueWriter());
  }
}
