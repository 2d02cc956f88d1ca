package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import starmap.chunk.LeaseState;
import starmap.fault.Command;
import starmap.fleet.Worker;
import starmap.job.JobId;
import starmap.job.JobState;
import starmap.store.Verb.Act;
import starmap.store.Verb.Kind;
import starmap.store.Verb.Through;

/**
 * Every verb of the store with every command it sends, each in a state in which it does something.
 */
final class Verbs {
  private static final int ITEMS = 3;
  private static final JobStore.Claim CLAIM = new JobStore.Claim("w1", 1, Duration.ofDays(1));

  private Verbs() {}

  static List<Verb> all() {
    return List.of(
        script("submit", Verbs::submit),
        script("create", Verbs::create),
        script("put", Verbs::put),
        script("seal", Verbs::seal),
        script("claim", Verbs::claim),
        script("settle", Verbs::settle),
        new Verb("settle+claim/settle", ScriptCommands.of("settle"), Kind.SCRIPT, Verbs::round),
        new Verb("settle+claim/claim", ScriptCommands.of("claim"), Kind.SCRIPT, Verbs::round),
        script("extend", Verbs::extend),
        new Verb("sweep/reclaim", ScriptCommands.of("reclaim"), Kind.SCRIPT, Verbs::sweep),
        new Verb("sweep/purge", ScriptCommands.of("purge"), Kind.SCRIPT, Verbs::sweep),
        plain("sweep", "HVALS", Verbs::sweep),
        new Verb("sweep/HSET", Command.named("HSET"), Kind.SPARE, Verbs::sweep),
        plain("sweep", "ZREM", Verbs::sweep),
        plain("sweep", "HDEL", Verbs::sweep),
        plain("sweep", "ZRANGEBYSCORE", Verbs::sweep),
        plain("sweep", "HMGET", Verbs::sweep),
        script("cancel", Verbs::cancel),
        script("purge", Verbs::purge),
        plain("find", "HGETALL", Verbs::find),
        plain("find", "HLEN", Verbs::find),
        plain("list", "ZREVRANGEBYSCORE", Verbs::list),
        plain("list", "HGETALL", Verbs::list),
        script("collect", Verbs::collect),
        script("register", Verbs::register),
        plain("unregister", "HDEL", Verbs::unregister),
        plain("unregister", "ZREM", Verbs::unregister),
        plain("workers", "TIME", Verbs::workers),
        plain("workers", "HVALS", Verbs::workers),
        connecting("open", "HELLO", Verbs::open),
        connecting("open", "INFO", Verbs::open),
        connecting("doorbell", "HELLO", Verbs::doorbell),
        connecting("doorbell", "SUBSCRIBE", Verbs::doorbell),
        connecting("doorbell", "PING", Verbs::doorbellAgain));
  }

  private static Verb script(String name, BiFunction<Scene, Through, Act> prepare) {
    return new Verb(name, ScriptCommands.of(name), Kind.SCRIPT, prepare);
  }

  private static Verb plain(String verb, String name, BiFunction<Scene, Through, Act> prepare) {
    return new Verb(verb + "/" + name, Command.named(name), Kind.PLAIN, prepare);
  }

  private static Verb connecting(
      String verb, String name, BiFunction<Scene, Through, Act> prepare) {
    return new Verb(verb + "/" + name, Command.named(name), Kind.CONNECTING, prepare);
  }

  private static Act submit(Scene scene, Through through) {
    var plan = JobPlan.range(ITEMS).chunksOf(1);
    return act(
        through, () -> through.store().submit(plan.job(), null), () -> ends(scene, plan.id()));
  }

  private static Act create(Scene scene, Through through) {
    var plan = JobPlan.upload().chunksOf(1);
    return act(
        through,
        () -> through.store().create(plan.job()),
        () -> {
          assertThat(scene.find(plan.id()).state()).isEqualTo(JobState.ACCEPTING);
          scene.store().put(plan.id(), Parts.block(0, ITEMS));
          scene.store().seal(plan.id());
          ends(scene, plan.id());
        });
  }

  private static Act put(Scene scene, Through through) {
    var plan = JobPlan.upload().chunksOf(1);
    scene.store().create(plan.job());
    return act(
        through,
        () -> through.store().put(plan.id(), Parts.block(0, ITEMS)),
        () -> {
          scene.store().seal(plan.id());
          ends(scene, plan.id());
        });
  }

  private static Act seal(Scene scene, Through through) {
    var id = scene.upload(JobPlan.upload().chunksOf(1), ITEMS);
    return act(through, () -> through.store().seal(id), () -> ends(scene, id));
  }

  private static Act claim(Scene scene, Through through) {
    var id = scene.submit(JobPlan.range(ITEMS).chunksOf(1));
    return act(through, () -> through.store().claim(CLAIM), () -> ends(scene, id));
  }

  private static Act settle(Scene scene, Through through) {
    var id = scene.submit(JobPlan.range(ITEMS).chunksOf(1));
    var settlement = Scene.settlement(scene.claimOne(), Scene.LEASE, Parts.squares(0, 1));
    return act(
        through,
        () -> through.store().settle(List.of(settlement)),
        () -> {
          assertThat(scene.find(id).counts().succeeded()).isEqualTo(1);
          ends(scene, id);
        });
  }

  /** Whatever of the two fails: the chunk is recorded, and the next one is not locked away. */
  private static Act round(Scene scene, Through through) {
    var id = scene.submit(JobPlan.range(ITEMS).chunksOf(1));
    var settlement = Scene.settlement(scene.claimOne(), Scene.LEASE, Parts.squares(0, 1));
    return act(
        through,
        () -> through.store().settleAndClaim(List.of(settlement), CLAIM),
        () -> {
          assertThat(scene.find(id).counts().succeeded()).isEqualTo(1);
          ends(scene, id);
        });
  }

  private static Act extend(Scene scene, Through through) {
    var id = scene.submit(JobPlan.range(ITEMS).chunksOf(1));
    var chunk = scene.claimOne();
    var held = new JobStore.Held(chunk.id(), chunk.token(), 0);
    return act(
        through,
        () -> {
          var extended = through.store().extend(List.of(held));
          assertThat(extended.states()).containsExactly(LeaseState.HELD);
          return extended;
        },
        () -> ends(scene, id));
  }

  /** A worker long dead, a job whose time is over, and a lease that has ended. */
  private static Act sweep(Scene scene, Through through) {
    scene.heartbeat("dead", 1);
    var old = scene.submit(JobPlan.range(1));
    scene.store().cancel(old);
    scene.redis().clock().advance(JobPlan.TTL);
    var id = scene.submit(JobPlan.range(ITEMS).chunksOf(1));
    scene.claimOne();
    scene.redis().clock().advance(Scene.LEASE.plusMillis(1));
    scene.redis().invariants().splits(2 * ITEMS);
    return act(
        through,
        through.store()::sweep,
        () -> {
          assertThat(scene.store().find(old)).isEmpty();
          assertThat(scene.redis().raw().hkeys(Keys.SINGLE.workers())).isEmpty();
          scene.drain();
          assertThat(scene.values(id)).isEqualTo(Scene.squares(ITEMS));
        });
  }

  private static Act cancel(Scene scene, Through through) {
    var id = scene.submit(JobPlan.range(ITEMS).chunksOf(1));
    scene.record(scene.claimOne());
    return act(
        through,
        () -> through.store().cancel(id),
        () -> assertThat(scene.find(id).state()).isEqualTo(JobState.CANCELLED));
  }

  private static Act purge(Scene scene, Through through) {
    var id = scene.submit(JobPlan.range(ITEMS).chunksOf(1));
    return act(
        through,
        () -> through.store().purge(id),
        () -> assertThat(scene.redis().raw().keys("*" + id + "*")).isEmpty());
  }

  private static Act find(Scene scene, Through through) {
    var id = scene.submit(JobPlan.range(ITEMS).chunksOf(1));
    return act(
        through,
        () -> {
          assertThat(through.store().find(id).orElseThrow()).isEqualTo(scene.find(id));
          return id;
        },
        () -> ends(scene, id));
  }

  private static Act list(Scene scene, Through through) {
    var id = scene.submit(JobPlan.range(ITEMS).chunksOf(1));
    return act(
        through,
        () -> {
          var page = through.store().list(JobStore.Cursor.BEGIN, 9);
          assertThat(page.jobs()).containsExactly(scene.find(id));
          return page;
        },
        () -> ends(scene, id));
  }

  /** Each read drops what was read before, as a direct call does. */
  private static Act collect(Scene scene, Through through) {
    var plan = JobPlan.range(2).chunksOf(1).stored(starmap.job.ResultStorage.UNTIL_READ);
    var id = scene.submit(plan);
    scene.drain();
    var first = new JobStore.Collect(id, JobStore.Order.INPUT, 0, 1, List.of());
    var second = new JobStore.Collect(id, JobStore.Order.INPUT, 1, 1, List.of(0L));
    assertThat(scene.store().collect(first)).isPresent();
    var read = new AtomicReference<List<String>>();
    return act(
        through,
        () -> {
          var collected = through.store().collect(second).orElseThrow();
          read.set(Scene.values(collected.entries().getFirst()));
          return collected;
        },
        () -> assertThat(read.get()).containsExactly("1"));
  }

  private static Act register(Scene scene, Through through) {
    return act(
        through,
        () -> {
          through.workers().register(worker());
          return "";
        },
        () -> assertThat(scene.redis().raw().hkeys(Keys.SINGLE.workers())).containsExactly("w1"));
  }

  private static Act unregister(Scene scene, Through through) {
    scene.heartbeat("w1", 1);
    scene.claim(1);
    return act(
        through,
        () -> {
          through.workers().unregister("w1");
          return "";
        },
        () ->
            assertThat(scene.redis().raw().exists(Keys.SINGLE.workers(), Keys.SINGLE.idle()))
                .isZero());
  }

  private static Act workers(Scene scene, Through through) {
    scene.heartbeat("w1", 1);
    return act(
        through,
        () -> {
          var seen = through.workers().list();
          assertThat(seen).singleElement().matches(one -> one.worker().id().equals("w1"));
          return seen;
        },
        () -> assertThat(scene.redis().raw().hkeys(Keys.SINGLE.workers())).containsExactly("w1"));
  }

  private static Act open(Scene scene, Through through) {
    var id = scene.submit(JobPlan.range(ITEMS).chunksOf(1));
    return new Act(() -> through.store().find(id).orElseThrow(), () -> ends(scene, id));
  }

  private static Act doorbell(Scene scene, Through through) {
    var heard = new AtomicReference<JobId>();
    through.doorbell().onProgress(heard::set);
    return new Act(
        () -> {
          through.doorbell().connect();
          return "";
        },
        () -> {
          var id = scene.submit(JobPlan.range(1));
          scene.store().cancel(id);
          org.awaitility.Awaitility.await(id.toString().toLowerCase(Locale.ROOT))
              .until(() -> id.equals(heard.get()));
        });
  }

  private static Act doorbellAgain(Scene scene, Through through) {
    var act = doorbell(scene, through);
    through.doorbell().connect();
    return act;
  }

  private static Act act(Through through, Supplier<Object> call, Runnable check) {
    through.warm();
    return new Act(call, check);
  }

  /** The only job there is ends with each value once, once the leases of lost claims are over. */
  private static void ends(Scene scene, JobId id) {
    assertThat(scene.store().list(JobStore.Cursor.BEGIN, 9).jobs()).hasSize(1);
    scene.drain();
    scene.expire();
    scene.drain();
    assertThat(scene.values(id)).isEqualTo(Scene.squares(ITEMS));
    assertThat(scene.find(id).state()).isEqualTo(JobState.SUCCEEDED);
  }

  private static Worker worker() {
    return new Worker("w1", "w1", "host", 1, 0, Instant.EPOCH, 1, 0, false, List.of());
  }
}
