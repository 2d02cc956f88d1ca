package starmap.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/**
 * A submitted job.
 *
 * @param http the service
 * @param id the job
 */
public record JobClient(Http http, String id) {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The job's address. */
  public String path() {
    return "/v1/jobs/" + id;
  }

  /** The job. */
  public JsonNode view() {
    return http.get(path()).expect(200).json();
  }

  /** Its state. */
  public String state() {
    return view().get("state").asString();
  }

  /** Waits until it is in a state, and gives it then. */
  public JobClient await(String state) {
    Awaitility.await().atMost(PATIENCE).until(this::state, state::equals);
    return this;
  }

  /** Its results, with a query such as {@code values=true}. */
  public Answer results(String query) {
    return http.get(path() + "/results?" + query);
  }

  /** Its bare values in input order, once it has succeeded. */
  public List<String> values() {
    await("SUCCEEDED");
    return results("values=true").expect(200).lines();
  }

  /** Ends it. */
  public Answer cancel() {
    return http.call("POST", path() + ":cancel").send();
  }

  /** Checks that every item is counted once. */
  public static void assertThatCountsAddUp(JsonNode job) {
    var counts = job.get("counts");
    long sum = 0;
    for (var name : List.of("queued", "running", "succeeded", "failed", "cancelled")) {
      assertThat(counts.get(name).asLong()).as(name).isNotNegative();
      sum += counts.get(name).asLong();
    }
    assertThat(sum).as(job.toString()).isEqualTo(counts.get("total").asLong());
  }
}
