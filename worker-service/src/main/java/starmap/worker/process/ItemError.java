package starmap.worker.process;

import starmap.worker.execute.FunctionRuntime;

/**
 * Why an item has no value.
 *
 * @param type a stable word, or what the child calls it
 * @param message for a person; never the item itself
 * @param permanent whether trying again is of no use
 */
record ItemError(String type, String message, boolean permanent) {
  static final String TIMED_OUT = "TimedOut";

  /** One that another attempt may mend. */
  static ItemError passing(String type, String message) {
    return new ItemError(type, message, false);
  }

  void tell(FunctionRuntime.Progress progress) {
    if (permanent) {
      progress.failure(type, message);
    } else {
      progress.setback(type, message);
    }
  }
}
