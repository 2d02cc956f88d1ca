package starmap.api.submit;

import java.util.ArrayList;
import java.util.List;
import starmap.api.problem.ProblemException;
import starmap.api.problem.ProblemType;
import starmap.argument.Fault;

/** The first wrong arguments of a request. */
final class WrongArguments {
  /** Stands for the index of what is no item. */
  static final long NO_ITEM = -1;

  private static final int MOST = 20;

  private final List<ProblemException.FieldError> errors = new ArrayList<>();

  /** Whether more would not be told. */
  boolean isFull() {
    return errors.size() >= MOST;
  }

  /** Adds what is wrong with the value at {@code pointer}. */
  void add(List<Fault> faults, String pointer, long index) {
    for (var fault : faults) {
      if (isFull()) {
        return;
      }
      errors.add(
          new ProblemException.FieldError(
              pointer + fault.pointer(),
              fault.code(),
              (index == NO_ITEM ? "" : "item " + index + ": ") + fault.message()));
    }
  }

  /** Adds what is wrong with all items, unless it was told already. */
  void addOnce(Fault fault) {
    var error = new ProblemException.FieldError(fault.pointer(), fault.code(), fault.message());
    if (!isFull() && !errors.contains(error)) {
      errors.add(error);
    }
  }

  /** Throws a problem where there are any. */
  void refuse() {
    if (errors.isEmpty()) {
      return;
    }
    var problem = ProblemException.of(ProblemType.INVALID_ARGUMENT, errors.getFirst().message());
    errors.forEach(error -> problem.error(error.pointer(), error.code(), error.message()));
    throw problem;
  }
}
