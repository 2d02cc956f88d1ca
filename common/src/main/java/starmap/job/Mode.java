package starmap.job;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How an item becomes the argument of the function. */
public enum Mode {
  /** The item is the one argument. */
  @JsonProperty("map")
  MAP,
  /** The item is an array of arguments, or an object of named ones. */
  @JsonProperty("starmap")
  STARMAP,
  /** The item names its function: {@code {"function":…,"args":[…]}}. */
  @JsonProperty("calls")
  CALLS,
  /** The item is an array, whose elements a function of two arguments folds from left to right. */
  @JsonProperty("reduce")
  REDUCE
}
