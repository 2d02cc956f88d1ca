package starmap.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for one value made of the values of all items, in the order of their indexes. Failed items
 * are left out.
 *
 * @param op how
 * @param bounds the edges of the bins of a histogram, rising; null for all others
 * @param function the pinned name of what folds two neighbours; null where Starmap does it itself
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Reduce(Op op, @Nullable List<Double> bounds, @Nullable String function) {
  /** One that needs nothing else. */
  public Reduce(Op op) {
    this(op, null, null);
  }

  /** A histogram. */
  public static Reduce histogram(List<Double> bounds) {
    return new Reduce(Op.HISTOGRAM, bounds, null);
  }

  /** By a function of two arguments, given by its pinned name. */
  public static Reduce by(String function) {
    return new Reduce(Op.FUNCTION, null, function);
  }

  /** Whether only neighbours can be folded together. */
  @JsonIgnore
  public boolean isOrdered() {
    return op == Op.CONCAT || op == Op.FUNCTION;
  }

  /** How values are folded. */
  public enum Op {
    /** The sum of numbers: exact for integers, correctly rounded with doubles among them. */
    @JsonProperty("sum")
    SUM,
    /** How many items have a value. */
    @JsonProperty("count")
    COUNT,
    /** The least number, or string in the order of code points. */
    @JsonProperty("min")
    MIN,
    /** The greatest number, or string in the order of code points. */
    @JsonProperty("max")
    MAX,
    /** The arithmetic mean of numbers, correctly rounded. */
    @JsonProperty("mean")
    MEAN,
    /** The sample variance of numbers (divided by n − 1), correctly rounded. */
    @JsonProperty("variance")
    VARIANCE,
    /** How many numbers lie between given bounds. */
    @JsonProperty("histogram")
    HISTOGRAM,
    /** Strings, or arrays, joined to one. */
    @JsonProperty("concat")
    CONCAT,
    /** By a function of two arguments, which only workers have. */
    @JsonProperty("function")
    FUNCTION
  }
}
