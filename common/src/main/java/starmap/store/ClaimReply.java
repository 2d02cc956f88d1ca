package starmap.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import starmap.chunk.ChunkId;
import starmap.chunk.ClaimedChunk;
import starmap.chunk.SettleResult;
import starmap.job.JobSpec;
import starmap.wire.JobCodec;
import starmap.wire.Packing;

/**
 * Reads the answer of {@code claim.lua}: blocks and specs come once, however many of the claimed
 * chunks share them.
 */
record ClaimReply(List<ClaimedChunk> chunks, boolean starving, List<String> more) {
  /** Where nothing was claimed. */
  static final ClaimReply NOTHING = new ClaimReply(List.of(), false, List.of());

  private static final int FIELDS = 7;

  /** {@code queues} are those that were looked at. */
  static ClaimReply of(Reply reply, List<String> queues) {
    var blocks = blocks(reply.list(1));
    var specs = specs(reply.list(2));
    var fields = reply.list(0);
    var chunks = new ArrayList<ClaimedChunk>(fields.size() / FIELDS);
    for (int at = 0; at < fields.size(); at += FIELDS) {
      int block = (int) fields.number(at + 4);
      ClaimedChunk.@Nullable Input input = block == 0 ? null : blocks.get(block - 1);
      chunks.add(
          new ClaimedChunk(
              ChunkId.parse(fields.text(at)),
              fields.text(at + 1),
              (int) fields.number(at + 2),
              (int) fields.number(at + 3),
              specs.get((int) fields.number(at + 5) - 1),
              input,
              Duration.ofMillis(fields.number(at + 6))));
    }
    return new ClaimReply(chunks, reply.text(3).equals("starving"), more(reply.list(4), queues));
  }

  JobStore.Round round(List<SettleResult> settled) {
    return new JobStore.Round(settled, chunks, starving, more);
  }

  private static List<String> more(Reply reply, List<String> queues) {
    return IntStream.range(0, reply.size())
        .mapToObj(at -> queues.get((int) reply.number(at)))
        .toList();
  }

  private static List<ClaimedChunk.Input> blocks(Reply reply) {
    var blocks = new ArrayList<ClaimedChunk.Input>();
    for (int at = 0; at < reply.size(); at += 2) {
      blocks.add(new ClaimedChunk.Input(reply.number(at), Packing.unpack(reply.bytes(at + 1))));
    }
    return blocks;
  }

  private static List<JobSpec> specs(Reply reply) {
    var specs = new ArrayList<JobSpec>();
    for (int at = 0; at < reply.size(); at++) {
      specs.add(JobCodec.readSpec(reply.bytes(at)));
    }
    return specs;
  }
}
