package starmap.api.limits;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@code starmap.api.*}: what this service accepts.
 *
 * @param maxBody largest body, after decompression
 * @param gzipRatio how much larger than its compressed form a body may be
 * @param maxWait longest time that a client may ask to wait for a job
 * @param defaultTtl how long a job is kept after it ended
 * @param maxTtl longest time a client may ask for that
 * @param maxChunkSize most items in a chunk
 * @param maxLabels most labels of a job
 * @param shutdownDelay how long it goes on, not ready, when it is told to end
 */
@ConfigurationProperties("starmap.api")
public record ApiProperties(
    @DefaultValue("32MB") DataSize maxBody,
    @DefaultValue("100") int gzipRatio,
    @DefaultValue("60s") Duration maxWait,
    @DefaultValue("1d") Duration defaultTtl,
    @DefaultValue("30d") Duration maxTtl,
    @DefaultValue("65536") int maxChunkSize,
    @DefaultValue("32") int maxLabels,
    @DefaultValue("0s") Duration shutdownDelay) {

  /** Checks that the properties agree. */
  public ApiProperties {
    if (defaultTtl.compareTo(maxTtl) > 0) {
      throw new IllegalArgumentException(
          "starmap.api.default-ttl must not be longer than starmap.api.max-ttl");
    }
  }
}
