package starmap.api.problem;

import java.net.URI;
import java.util.Locale;

/**
 * Kinds of problems. Their names are part of the API and never change; docs/problems.md has a
 * section for each.
 */
public enum ProblemType {
  MALFORMED_JSON(400, "The body is not valid JSON"),
  MALFORMED_CSV(400, "The body is not valid CSV"),
  MALFORMED_BODY(400, "The body cannot be read"),
  MALFORMED_REQUEST(400, "The request cannot be read"),
  NOT_FOUND(404, "There is nothing here"),
  JOB_NOT_FOUND(404, "There is no such job"),
  METHOD_NOT_ALLOWED(405, "This method does not work here"),
  NOT_ACCEPTABLE(406, "The answer has no such form"),
  STILL_UPLOADING(409, "The first request with this key is still being read"),
  NAME_TAKEN(409, "A job has this name already"),
  WRONG_OFFSET(409, "The input does not go on there"),
  INPUT_COMPLETE(409, "The input of this job is complete"),
  JOB_ACTIVE(409, "The job has not ended"),
  JOB_ENDED(409, "The job has ended"),
  RESULTS_NOT_STORED(409, "This job keeps no results"),
  NOT_RETRYABLE(409, "The input of this job is gone"),
  TOO_LARGE(413, "The body or an item is too large"),
  UNSUPPORTED_MEDIA_TYPE(415, "Bodies of this type are not read"),
  UNSUPPORTED_ENCODING(415, "Bodies in this encoding are not read"),
  RANGE_NOT_SATISFIABLE(416, "The job has no such index"),
  INVALID_REQUEST(422, "The request does not make sense"),
  INVALID_ARGUMENT(422, "An argument of the function is wrong"),
  UNKNOWN_OPTION(422, "There is no such option"),
  UNKNOWN_FUNCTION(422, "No live worker has this function"),
  IDEMPOTENCY_CONFLICT(422, "This key was used for another request"),
  ITEM_FAILED(422, "An item failed"),
  QUOTA_EXCEEDED(429, "Too many jobs are active"),
  INTERNAL(500, "Something went wrong here"),
  STORE_UNAVAILABLE(503, "Redis does not answer"),
  STORAGE_FULL(503, "Redis has no memory left"),
  STORE_DENIED(503, "Redis refuses this service"),
  TIMED_OUT(504, "The results were not ready in time");

  private final int status;
  private final String title;

  ProblemType(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** One line for a person. */
  public String title() {
    return title;
  }

  /** Such as {@code unknown-function}. */
  public String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Such as {@code urn:starmap:problem:unknown-function}. */
  public URI uri() {
    return URI.create("urn:starmap:problem:" + slug());
  }
}
