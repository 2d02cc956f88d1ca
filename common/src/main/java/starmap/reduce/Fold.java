package starmap.reduce;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import starmap.job.Reduce;

/**
 * Folds values to one, in the order of their indexes. The result does not depend on how they were
 * cut into chunks: what was folded so far is exact, and rounded only when it is read. Not
 * thread-safe.
 */
public interface Fold {
  /** An empty one. */
  static Fold of(Reduce reduce) {
    return switch (reduce.op()) {
      case COUNT -> new CountFold();
      case SUM -> new SumFold();
      case MEAN -> new MomentFold(false);
      case VARIANCE -> new MomentFold(true);
      case MIN -> new ExtremeFold(-1);
      case MAX -> new ExtremeFold(1);
      case HISTOGRAM -> new HistogramFold(Objects.requireNonNull(reduce.bounds()));
      case CONCAT -> new ConcatFold();
      case FUNCTION -> throw new IllegalArgumentException("only a worker can fold by a function");
    };
  }

  /**
   * Folds in the next value: the bytes of one JSON value.
   *
   * @throws NotReducibleException where it is of a kind that cannot be folded; nothing has changed
   *     then
   */
  void add(byte[] json);

  /** Number of values folded in. */
  long items();

  /** What was folded so far, in a form that {@link #merge} takes. */
  byte[] partial();

  /** Folds in what another one has folded of the values that come next. */
  void merge(byte[] partial);

  /** The value so far, as the text of one JSON value; {@code null} where there is none. */
  String value();

  /** Why there cannot be a value, however many come; null where there can be. */
  default @Nullable String problem() {
    return null;
  }

  /** One that takes integers also as such. */
  interface OfIntegers extends Fold {
    /** Folds in the next value. */
    void add(long number);
  }
}
