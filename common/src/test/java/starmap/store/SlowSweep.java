package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.Range;
import java.util.ArrayList;
import java.util.List;
import starmap.chunk.ChunkId;
import starmap.job.JobId;

/**
 * A process that looks what will be over soon, and is so slow that it acts on it much later; the
 * scripts must look again.
 */
final class SlowSweep {
  private static final Keys KEYS = Keys.SINGLE;

  private final Redis redis;
  private final RedisLink link;
  private final List<String> chunks = new ArrayList<>();
  private final List<String> jobs = new ArrayList<>();

  SlowSweep(Redis redis, RedisLink link) {
    this.redis = redis;
    this.link = link;
  }

  void begin() {
    chunks.addAll(redis.raw().zrange(KEYS.due(), 0, 5));
    jobs.addAll(redis.raw().zrange(KEYS.gc(), 0, 5));
  }

  void finish() {
    chunks.forEach(this::reclaim);
    jobs.forEach(this::purge);
    chunks.clear();
    jobs.clear();
  }

  private void reclaim(String text) {
    var id = ChunkId.parse(text);
    var record = redis.raw().hget(KEYS.chunks(id.job()), text);
    boolean isWaiting = record != null && !record.startsWith("R");
    boolean isOver = isWaiting && isOver(KEYS.due(), text);
    var arguments = new Arguments().add(redis.clock().get()).add(id.job().value());
    arguments.add(text).add(0).add("").add("");
    redis.invariants().splits(2);
    var answer = answer(Script.RECLAIM, id.job(), arguments);
    assertThat(answer.equals("dropped")).as("%s: %s", text, answer).isEqualTo(!isWaiting);
    assertThat(answer.equals("early")).as("%s: %s", text, answer).isEqualTo(isWaiting && !isOver);
  }

  private void purge(String id) {
    boolean isOver = redis.raw().zscore(KEYS.gc(), id) != null && isOver(KEYS.gc(), id);
    var arguments = new Arguments().add(redis.clock().get()).add(id).add("expired");
    var state = RecordField.of(redis, new JobId(id), "state").get();
    boolean runs = List.of("QUEUED", "RUNNING", "PAUSED").contains(String.valueOf(state));
    var answer = answer(Script.PURGE, new JobId(id), arguments);
    var left = RecordField.of(redis, new JobId(id), "reopening").get();
    var deadline = RecordField.of(redis, new JobId(id), "deadline").get();
    boolean isLate =
        deadline != null
            && !deadline.equals("0")
            && Long.parseLong(deadline) <= redis.clock().millis();
    boolean reopens = left != null && !left.equals("0") && !isLate;
    var expected = isOver ? (reopens ? "reopening" : runs ? "ended" : "purged") : "kept";
    assertThat(answer).as("purge %s, %s", id, state).isEqualTo(expected);
  }

  private boolean isOver(String key, String member) {
    var over = Range.create(Double.NEGATIVE_INFINITY, (double) redis.clock().millis());
    return redis.raw().zrangebyscore(key, over).contains(member);
  }

  private String answer(Script script, JobId job, Arguments arguments) {
    return new Reply(link.call(s -> s.scripts().call(script, KEYS.ofJob(job), arguments))).text(0);
  }
}
