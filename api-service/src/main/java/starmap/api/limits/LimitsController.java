package starmap.api.limits;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Duration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import starmap.store.Durability;
import starmap.store.StoreProperties;
import starmap.wire.Json;

@RestController
class LimitsController {
  private final Limits limits;

  /**
   * Everything a client may need to know beforehand.
   *
   * @param maxBodyBytes largest body, after decompression
   * @param maxItemBytes largest item, and largest value of an item
   * @param maxJsonDepth deepest nesting
   * @param maxNumberLength longest number, in characters
   * @param maxNameLength longest property name, in characters
   * @param gzipRatio how much larger than its compressed form a body may be
   * @param maxChunkSize most items in a chunk
   * @param maxActiveJobs most jobs that have not ended
   * @param maxLabels most labels of a job
   * @param maxWait longest wait for a job
   * @param defaultTtl how long a job is kept after it ended
   * @param maxTtl longest time for that
   * @param lease how long a silent worker keeps its chunks
   * @param durability what a job has survived when it is called accepted
   */
  record Limits(
      long maxBodyBytes,
      int maxItemBytes,
      int maxJsonDepth,
      int maxNumberLength,
      int maxNameLength,
      int gzipRatio,
      int maxChunkSize,
      int maxActiveJobs,
      int maxLabels,
      Duration maxWait,
      Duration defaultTtl,
      Duration maxTtl,
      Duration lease,
      Durability durability) {}

  LimitsController(ApiProperties api, StoreProperties store) {
    limits =
        new Limits(
            api.maxBody().toBytes(),
            Json.MAX_ITEM,
            Json.MAX_DEPTH,
            Json.MAX_NUMBER,
            Json.MAX_NAME,
            api.gzipRatio(),
            api.maxChunkSize(),
            store.maxActiveJobs(),
            api.maxLabels(),
            api.maxWait(),
            api.defaultTtl(),
            api.maxTtl(),
            store.lease(),
            store.durability());
  }

  @Operation(summary = "What this service accepts", tags = "operations")
  @GetMapping("/v1/limits")
  Limits limits() {
    return limits;
  }
}
