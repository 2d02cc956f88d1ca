package starmap.job;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a failed item means for its job. */
public enum OnError {
  /** The job fails with the first failed item. */
  @JsonProperty("fail")
  FAIL,
  /** The job goes on; failed items are listed among the results. */
  @JsonProperty("collect")
  COLLECT
}
