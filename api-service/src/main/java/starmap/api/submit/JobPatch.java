package starmap.api.submit;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import starmap.job.Job;
import starmap.job.JobChange;
import starmap.job.Tolerance;
import tools.jackson.databind.JsonNode;

/**
 * The body of {@code PATCH /v1/jobs/{id}}, a merge patch (RFC 7396): what is not named stays as it
 * is, and null sets back to what a job has that does not say.
 *
 * @param priority 0 to 9, a weight in the queue
 * @param maxConcurrency most chunks that are outstanding at once
 * @param tolerate how many failed items the job bears
 * @param ttl how long the job is kept after it ended: ISO 8601, or seconds
 * @param labels those that are named; null removes one
 */
record JobPatch(
    @Nullable Integer priority,
    @Nullable Integer maxConcurrency,
    JobRequest.@Nullable Tolerate tolerate,
    @Nullable Duration ttl,
    @Nullable Map<String, @Nullable String> labels) {

  /**
   * What it changes of a job. {@code names} is the same body, where what is null can be told from
   * what is not there.
   */
  JobChange change(JsonNode names, Job job, JobFactory factory) {
    return new JobChange(
        names.has("priority") ? (Integer) JobFactory.priority(priority) : null,
        names.has("maxConcurrency") ? (Integer) JobFactory.maxConcurrency(maxConcurrency) : null,
        names.has("tolerate") ? tolerance(job.settings()) : null,
        names.has("ttl") ? factory.ttl(ttl) : null,
        names.has("labels") ? factory.labels(merged(job.labels())) : null);
  }

  private Tolerance tolerance(Job.Settings settings) {
    return tolerate == null
        ? Tolerance.ANY
        : FaultOptions.tolerance(tolerate, settings.tolerance(), settings.onError());
  }

  private Map<String, String> merged(Map<String, String> before) {
    if (labels == null) {
      return Map.of();
    }
    var merged = new java.util.TreeMap<>(before);
    labels.forEach(
        (name, value) -> {
          if (value == null) {
            merged.remove(name);
          } else {
            merged.put(name, value);
          }
        });
    return merged;
  }
}
