package starmap.job;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names a job: 128 bits as 26 characters of lower-case base32 (RFC 4648 alphabet, no padding).
 *
 * @param value the 26 characters
 */
public record JobId(String value) {
  private static final Pattern FORM = Pattern.compile("[a-z2-7]{26}");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 16;

  /** Checks the form, so that an id can be used as text in keys without escaping. */
  public JobId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not a job id: 26 characters of a-z and 2-7 are expected");
    }
  }

  /** A new random id. */
  public static JobId random() {
    var bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return new JobId(Base32.encode(bytes));
  }

  /** The id that every API process computes for the same Idempotency-Key of the same tenant. */
  public static JobId ofIdempotencyKey(String tenant, String key) {
    return hash(tenant + '|' + key);
  }

  /** The id of a job that a client of a tenant names itself. */
  public static JobId ofName(String tenant, String name) {
    return hash("name|" + tenant + '|' + name);
  }

  /** The id of the job that folds some values of another job; {@code values} tells which. */
  public static JobId ofReduction(JobId job, String values) {
    return hash("reduction|" + job + '|' + values);
  }

  private static JobId hash(String text) {
    return new JobId(
        Base32.encode(Arrays.copyOf(sha256(text.getBytes(StandardCharsets.UTF_8)), BYTES)));
  }

  /** Reads an id that came from outside; empty where it cannot be one. */
  public static Optional<JobId> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new JobId(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
