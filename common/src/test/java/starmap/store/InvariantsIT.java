package starmap.store;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.api.sync.RedisCommands;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import starmap.job.JobId;

/** The checker can fail: one damaged key for each thing it knows. */
class InvariantsIT {
  private static final JobId ID = JobId.ofIdempotencyKey("test", "invariants");
  private static final JobId ENDED = JobId.ofIdempotencyKey("test", "ended");
  private static final String JOB = Keys.SINGLE.job(ID);

  @RegisterExtension final Redis redis = new Redis();
  private final Scene scene = new Scene(redis);

  /** One job with a recorded, a leased, a delayed, a ready and waiting items; one that ended. */
  @BeforeEach
  void begin() {
    scene.submit(JobPlan.range(1).named(ENDED));
    scene.drain();
    scene.upload(JobPlan.upload().named(ID).chunksOf(2).computedEarly(), 50);
    scene.record(scene.claimOne());
    var delayed = scene.claimOne();
    scene.settle(delayed, new starmap.chunk.Part.Delayed(2, Scene.LEASE));
    scene.claimOne();
    redis.check();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damages")
  void damageIsSeen(Damage damage) {
    damage.act.on(redis.raw());

    assertThatThrownBy(redis::check)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(damage.seenAs)
        .hasMessageContaining("job " + ID);
    redis.raw().flushall();
  }

  @Test
  void undamagedJobsPass() {
    assertThatCode(redis::check).doesNotThrowAnyException();
  }

  static Stream<Damage> damages() {
    return Stream.of(
        new Damage("I1", raw -> new RecordField(raw, JOB, "cursor").increment()),
        new Damage("I1", raw -> raw.hdel(JOB + ":chunks", chunk(raw, "R"))),
        new Damage("I2", raw -> new RecordField(raw, JOB, "succeeded").increment()),
        new Damage("I2", raw -> new RecordField(raw, JOB, "failed").increment()),
        new Damage("I3", InvariantsIT::crowd),
        new Damage("I4", raw -> raw.zrem("sm:{s00}:ready:default", chunk(raw, "R"))),
        new Damage("I4", raw -> raw.zrem("sm:{s00}:due", chunk(raw, "L"))),
        new Damage("I4", raw -> raw.zrem("sm:{s00}:due", chunk(raw, "D"))),
        new Damage("I4", raw -> raw.zadd("sm:{s00}:due", 1, chunk(raw, "R"))),
        new Damage("running", raw -> new RecordField(raw, JOB, "running").increment()),
        new Damage("I5", raw -> raw.hset(JOB + ":res", "0", "else")),
        new Damage("I5", raw -> raw.lset(JOB + ":log", 0, "0:1:0")),
        new Damage(
            "index", raw -> raw.zremrangebyscore(JOB + ":map", io.lettuce.core.Range.create(0, 0))),
        new Damage(
            "I6", raw -> new RecordField(raw, Keys.SINGLE.job(ENDED), "state").set("PARTIAL")),
        new Damage("I7", InvariantsIT::stall),
        new Damage("contig", raw -> new RecordField(raw, JOB, "contig").set("1")),
        new Damage("flow", raw -> raw.hdel("sm:{s00}:flow", ID.value())),
        new Damage("input", raw -> raw.hset(JOB + ":in", "50,1", "[]")),
        new Damage("input", raw -> raw.hincrby(JOB + ":in", "n0", 1)),
        new Damage("ended", raw -> raw.hset(Keys.SINGLE.job(ENDED) + ":in", "0,1", "[]")),
        new Damage("flow", raw -> raw.hset("sm:{s00}:flow", ENDED.value(), "1")),
        new Damage("gc", raw -> raw.zrem("sm:{s00}:gc", ID.value())),
        new Damage("keys", raw -> raw.set("sm:{s00}:j:other:res", "left behind")));
  }

  private static String chunk(RedisCommands<String, String> raw, String state) {
    return raw.hgetall(JOB + ":chunks").entrySet().stream()
        .filter(entry -> entry.getValue().startsWith(state))
        .findFirst()
        .orElseThrow()
        .getKey();
  }

  private static void crowd(RedisCommands<String, String> raw) {
    var id = chunk(raw, "R");
    for (int i = 0; i < 1_100; i++) {
      raw.hset(JOB + ":chunks", id.substring(0, id.indexOf(':')) + ":" + i + ":1", "R;0;0;-1;;");
    }
  }

  private static void stall(RedisCommands<String, String> raw) {
    List<String> all = raw.hkeys(JOB + ":chunks");
    all.forEach(id -> raw.hdel(JOB + ":chunks", id));
  }

  @FunctionalInterface
  interface Act {
    void on(RedisCommands<String, String> raw);
  }

  record Damage(String seenAs, Act act) {}
}
