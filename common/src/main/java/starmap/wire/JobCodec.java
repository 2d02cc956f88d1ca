package starmap.wire;

import java.util.Map;
import starmap.job.JobError;
import starmap.job.JobSpec;
import tools.jackson.core.type.TypeReference;

/**
 * The JSON of what is stored with a job; unknown fields are ignored when reading, so that versions
 * may differ during an upgrade.
 */
public final class JobCodec {
  private static final TypeReference<Map<String, String>> LABELS = new TypeReference<>() {};

  private JobCodec() {}

  /** A spec as stored. */
  public static byte[] write(JobSpec spec) {
    return Json.MAPPER.writeValueAsBytes(spec);
  }

  /** Reads a stored spec. */
  public static JobSpec readSpec(byte[] bytes) {
    return Json.MAPPER.readValue(bytes, JobSpec.class);
  }

  /** An error as stored. */
  public static byte[] write(JobError error) {
    return Json.MAPPER.writeValueAsBytes(error);
  }

  /** Reads a stored error. */
  public static JobError readError(byte[] bytes) {
    return Json.MAPPER.readValue(bytes, JobError.class);
  }

  /** Labels as stored. */
  public static byte[] write(Map<String, String> labels) {
    return Json.MAPPER.writeValueAsBytes(labels);
  }

  /** Reads stored labels. */
  public static Map<String, String> readLabels(byte[] bytes) {
    return Json.MAPPER.readValue(bytes, LABELS);
  }
}
