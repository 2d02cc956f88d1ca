package starmap.api.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import starmap.api.testing.Http;
import starmap.api.testing.LocalApi;
import starmap.api.testing.LocalApiExtension;
import starmap.api.testing.Mendable;
import tools.jackson.databind.JsonNode;

/** Failed items by what went wrong. */
@ExtendWith(LocalApiExtension.class)
class ErrorGroupsIT {
  private final Http http;

  ErrorGroupsIT(LocalApi api) {
    http = api.http();
  }

  @AfterEach
  void mend() {
    Mendable.mend();
  }

  @Test
  void fewFailedItemsAtBothEndsOfManyAreFound() {
    var bad =
        Set.of(
            "0", "1", "2", "3", "4", "5", "199994", "199995", "199996", "199997", "199998",
            "199999");
    Mendable.breakOn(bad::contains);
    var groups =
        groups(
            "{\"function\":\"test.mendable\",\"chunkSize\":25,\"input\":{\"range\":{\"stop\":200000}}}");
    assertThat(groups.get("failed").asInt()).isEqualTo(12);
    assertThat(groups.get("read").asInt()).isEqualTo(12);
    assertThat(groups.get("groups").size()).isEqualTo(1);
    var group = groups.at("/groups/0");
    assertThat(group.get("type").asString()).isEqualTo("IllegalStateException");
    assertThat(group.get("message").asString()).isEqualTo("broken");
    assertThat(group.get("count").asInt()).isEqualTo(12);
    assertThat(indexes(group)).containsExactly(0L, 1L, 2L, 3L, 4L);
  }

  @Test
  void messagesThatDifferInNumbersOnlyAreOneGroup() {
    var groups =
        groups(
            "{\"function\":\"fail\",\"chunkSize\":3,\"input\":{\"items\":"
                + "[\"bad item 7 of 12\",1,\"no such file\",\"bad item 199 of 12\",2,\"bad item 3 of 4\"]}}");
    assertThat(groups.get("failed").asInt()).isEqualTo(4);
    assertThat(groups.get("groups").size()).isEqualTo(2);
    var first = groups.at("/groups/0");
    assertThat(first.get("message").asString()).isEqualTo("bad item # of #");
    assertThat(first.get("count").asInt()).isEqualTo(3);
    assertThat(indexes(first)).containsExactly(0L, 3L, 5L);
    assertThat(first.at("/samples/1/message").asString()).isEqualTo("bad item 199 of 12");
    assertThat(first.at("/samples/1/attempts").asInt()).isEqualTo(1);
    assertThat(groups.at("/groups/1/message").asString()).isEqualTo("no such file");
  }

  @Test
  void ofVeryManyFailedItemsTheFirstAreLookedAt() {
    var groups =
        groups(
            "{\"function\":\"fail\",\"chunkSize\":70,\"input\":{\"repeat\":{\"value\":\"no\",\"times\":10500}}}");
    assertThat(groups.get("failed").asInt()).isEqualTo(10_500);
    assertThat(groups.get("read").asInt()).isEqualTo(10_000);
    assertThat(groups.at("/groups/0/count").asInt()).isEqualTo(10_000);
    assertThat(indexes(groups.at("/groups/0"))).containsExactly(0L, 1L, 2L, 3L, 4L);
  }

  @Test
  void whereNothingFailedThereIsNoGroup() {
    var job = http.submit("{\"function\":\"square\",\"input\":{\"items\":[1]}}").await("SUCCEEDED");
    assertThat(http.get(job.path() + "/errors/groups").expect(200).text())
        .isEqualTo("{\"failed\":0,\"read\":0,\"groups\":[]}");
    var none =
        http.submit(
            "{\"function\":\"square\",\"reduce\":\"sum\",\"store\":false,\"input\":{\"items\":[1]}}");
    http.get(none.path() + "/errors/groups").expectProblem(409, "results-not-stored");
  }

  private JsonNode groups(String request) {
    var job = http.submit(request).await("PARTIAL");
    return http.get(job.path() + "/errors/groups").expect(200).json();
  }

  private static java.util.List<Long> indexes(JsonNode group) {
    return group.get("samples").valueStream().map(sample -> sample.get("index").asLong()).toList();
  }
}
