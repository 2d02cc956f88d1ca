package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;
import starmap.chunk.ChunkId;
import starmap.chunk.ClaimedChunk;
import starmap.chunk.LeaseState;
import starmap.chunk.Part;
import starmap.chunk.SettleResult;
import starmap.chunk.Settlement;
import starmap.job.JobId;
import starmap.job.JobState;

/**
 * What leases mean, told without the scripts: who may settle, how often an item was tried, and how
 * often a worker was silent for a whole lease while it held an item.
 */
final class LeaseModel {
  /** Strikes before an item may be given up. */
  private static final int CRASH_AT = 3;

  private static final int MOST = 100;
  private static final String DUE = Keys.SINGLE.due();

  private final Redis redis;
  private final Map<String, Integer> attempts = new HashMap<>();
  private final Map<String, Integer> silences = new HashMap<>();
  private final Map<String, Long> heartbeats = new HashMap<>();
  private boolean forgot;

  LeaseModel(Redis redis) {
    this.redis = redis;
  }

  /** After a roll-back nobody knows how often what was tried. */
  void forget() {
    attempts.clear();
    forgot = true;
  }

  void heartbeat(String worker) {
    heartbeats.put(worker, redis.clock().millis());
  }

  SettleResult expectedSettle(Settlement settlement) {
    var record = record(settlement.id());
    if (record == null) {
      return SettleResult.GONE;
    }
    if (isHeld(record, settlement.token())) {
      return SettleResult.RECORDED;
    }
    var parts = settlement.parts();
    boolean whole = parts.size() == 1 && parts.getFirst() instanceof Part.Recorded;
    return whole ? SettleResult.LATE : SettleResult.LOST;
  }

  LeaseState expectedExtend(JobStore.Held held) {
    var record = record(held.id());
    if (record == null) {
      return LeaseState.GONE;
    }
    return isHeld(record, held.token()) ? LeaseState.HELD : LeaseState.LOST;
  }

  void extended(JobStore.Held held) {
    assertThat(redis.raw().zscore(DUE, held.id().toString())).isEqualTo(leaseEnd());
    if (held.position() >= 0) {
      assertThat(record(held.id())).contains(";" + held.position() + ";" + held.token() + ";");
    }
  }

  /** {@code settled} says whether the same round has settled it, or tried to. */
  void claimed(ClaimedChunk chunk, String worker, boolean settled) {
    var id = chunk.id();
    if (record(id) == null && (settled || hasEnded(id.job()))) {
      return; // settling ended it, or recorded it late; a script that Redis does not know yet is
      // sent after the claim
    }
    assertThat(isHeld(record(id), chunk.token())).as("%s is leased", id).isTrue();
    assertThat(RandomWords.workerOf(chunk.token())).isEqualTo(worker);
    assertThat(redis.raw().zscore(DUE, id.toString())).as("lease of %s", id).isEqualTo(leaseEnd());
    Integer before = attempts.get(item(id, id.start()));
    if (before != null || !forgot) {
      assertThat(chunk.attempt())
          .as("attempt of %s", id)
          .isEqualTo(1 + (before == null ? 0 : before));
    }
    int silent = items(id).mapToObj(i -> item(id, i)).mapToInt(this::silences).max().orElse(0);
    assertThat(chunk.strikes()).as("strikes of %s", id).isLessThanOrEqualTo(silent);
    items(id).forEach(i -> attempts.put(item(id, i), chunk.attempt()));
  }

  void settled(Settlement settlement, SettleResult result) {
    if (result != SettleResult.RECORDED) {
      return;
    }
    long at = settlement.id().start();
    for (var part : settlement.parts()) {
      if (part instanceof Part.Returned) {
        LongStream.range(at, at + part.length())
            .mapToObj(i -> item(settlement.id(), i))
            .forEach(item -> attempts.computeIfPresent(item, (_, n) -> n - 1));
      }
      placed(settlement, settlement.id().range(at, part.length()), part);
      at += part.length();
    }
  }

  /** The chunk that a part became; none if the job has ended with it. */
  private void placed(Settlement settlement, ChunkId id, Part part) {
    var record = record(id);
    if (record == null && !(part instanceof Part.Recorded)) {
      assertThat(RecordField.of(redis, id.job(), "state").get()).isEqualTo("FAILED");
      return;
    }
    switch (part) {
      case Part.Recorded _ -> assertThat(record).as("%s is recorded", id).isNull();
      case Part.Delayed _ -> assertThat(record).as("%s is delayed", id).startsWith("D;");
      // the same round may have claimed it already
      case Part.Returned _ -> assertThat(isHeld(record, settlement.token())).as("%s", id).isFalse();
      case Part.Kept _ -> assertThat(isHeld(record, settlement.token())).as("%s", id).isTrue();
    }
  }

  /** What the next sweep may charge: leases that are over and whose holder is silent. */
  void expire() {
    var over = Range.create(Double.NEGATIVE_INFINITY, (double) redis.clock().millis());
    for (var text : redis.raw().zrangebyscore(DUE, over, Limit.create(0, MOST))) {
      var id = ChunkId.parse(text);
      var record = record(id);
      if (record != null && isProof(record) && isSilent(record)) {
        items(id).forEach(i -> silences.merge(item(id, i), 1, Integer::sum));
      }
    }
  }

  /** Whether an item may have been given up as one that kills its workers. */
  boolean mayBeCrashed(String incarnation, long index) {
    return silences(incarnation + ":" + index) >= CRASH_AT;
  }

  /** A suspect that has not begun an item only waits for its turn. */
  private static boolean isProof(String record) {
    var fields = record.split(";", -1);
    return fields[0].equals("L") && (fields[2].equals("0") || !fields[3].equals("-1"));
  }

  private boolean isSilent(String record) {
    var last = heartbeats.get(RandomWords.workerOf(record.split(";", -1)[4]));
    return last == null || redis.clock().millis() - last >= Scene.LEASE.toMillis();
  }

  private int silences(String item) {
    return silences.getOrDefault(item, 0);
  }

  private String record(ChunkId id) {
    return redis.raw().hget(Keys.SINGLE.chunks(id.job()), id.toString());
  }

  private boolean hasEnded(JobId job) {
    return JobState.valueOf(RecordField.of(redis, job, "state").get()).isTerminal();
  }

  private double leaseEnd() {
    return redis.clock().millis() + Scene.LEASE.toMillis();
  }

  private static boolean isHeld(String record, String token) {
    return record.startsWith("L;") && record.split(";", -1)[4].equals(token);
  }

  private static LongStream items(ChunkId id) {
    return LongStream.range(id.start(), id.end());
  }

  private static String item(ChunkId id, long index) {
    return id.job() + "." + id.epoch() + ":" + index;
  }
}
