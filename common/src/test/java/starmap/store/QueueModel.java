package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.ScoredValue;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import starmap.chunk.ChunkId;

/**
 * What queues mean to whoever claims, told without the scripts: nobody gets a chunk of a queue that
 * it does not serve, and of those that it serves the chunk with the lowest tag comes first.
 */
final class QueueModel {
  private final RedisCommands<String, String> raw;
  private final JobStore.Claim claim;
  private final List<ScoredValue<String>> heads = new ArrayList<>();

  /** Looks at the queues before a claim; null where something else happens at the same time. */
  QueueModel(RedisCommands<String, String> raw, JobStore.Claim claim) {
    this.raw = raw;
    this.claim = claim;
    if (claim != null) {
      Stream.concat(Stream.of(Keys.DEFAULT), claim.queues().stream())
          .map(Keys.SINGLE::ready)
          .forEach(key -> heads.addAll(raw.zrangeWithScores(key, 0, 0)));
    }
  }

  static void assertServed(JobStore.Claim claim, ChunkId chunk, String queue) {
    boolean served = queue.isEmpty() || claim.queues().contains(queue);
    assertThat(served).as("%s of queue %s for %s", chunk, queue, claim).isTrue();
  }

  void check(JobStore.Round round) {
    if (claim == null) {
      return;
    }
    double lowest = heads.stream().mapToDouble(ScoredValue::getScore).min().orElse(0);
    var first = heads.stream().filter(head -> head.getScore() == lowest).map(ScoredValue::getValue);
    var claimed = round.claimed().stream().map(chunk -> chunk.id().toString()).toList();
    assertThat(claimed.isEmpty())
        .as("nothing for %s of %s", claim, heads)
        .isEqualTo(heads.isEmpty());
    if (!claimed.isEmpty()) {
      assertThat(first).as("%s", heads).contains(claimed.getFirst());
    }
    var more = claim.queues().stream().filter(queue -> raw.zcard(Keys.SINGLE.ready(queue)) > 0);
    assertThat(round.more()).containsExactlyElementsOf(more.toList());
  }
}
