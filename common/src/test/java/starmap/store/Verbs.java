package starmap.store;

import java.util.List;
import java.util.function.BiFunction;
import starmap.fault.Command;
import starmap.store.Verb.Act;
import starmap.store.Verb.Kind;
import starmap.store.Verb.Through;

/** Every verb of the store with every command it sends. */
final class Verbs {
  private Verbs() {}

  static List<Verb> all() {
    return List.of(
        script("submit", JobActs::submit),
        plain("submit", "EVAL", JobActs::submitText),
        script("create", JobActs::create),
        script("put", JobActs::put),
        script("seal", JobActs::seal),
        script("claim", JobActs::claim),
        script("settle", JobActs::settle),
        new Verb("settle+claim/settle", ScriptCommands.of("settle"), Kind.SCRIPT, JobActs::round),
        new Verb("settle+claim/claim", ScriptCommands.of("claim"), Kind.SCRIPT, JobActs::round),
        script("extend", JobActs::extend),
        new Verb("sweep/reclaim", ScriptCommands.of("reclaim"), Kind.SCRIPT, JobActs::sweep),
        new Verb("sweep/purge", ScriptCommands.of("purge"), Kind.SCRIPT, JobActs::sweep),
        plain("sweep", "HVALS", JobActs::sweep),
        new Verb("sweep/HSET", Command.named("HSET"), Kind.SPARE, JobActs::sweep),
        plain("sweep", "ZREM", JobActs::sweep),
        plain("sweep", "HDEL", JobActs::sweep),
        plain("sweep", "ZRANGEBYSCORE", JobActs::sweep),
        plain("sweep", "HMGET", JobActs::sweep),
        new Verb("sweep/audit", ScriptCommands.of("audit"), Kind.SCRIPT, JobActs::sweep),
        plain("sweep", "HSCAN", JobActs::sweep),
        plain("sweep", "ZRANGE", JobActs::sweep),
        new Verb("sweep/fold", ScriptCommands.of("fold"), Kind.SCRIPT, FoldActs::sweep),
        plain("sweep", "SRANDMEMBER", FoldActs::sweep),
        plain("sweep", "HLEN", FoldActs::sweep),
        plain("sweep", "HGETALL", FoldActs::sweep),
        new Verb("sweep/submit", ScriptCommands.of("submit"), Kind.SCRIPT, FoldActs::begin),
        new Verb("sweep/collect", ScriptCommands.of("collect"), Kind.SCRIPT, FoldActs::takeOver),
        plain("reduction", "HGETALL", FoldActs::reduction),
        script("cancel", JobActs::cancel),
        script("purge", JobActs::purge),
        plain("find", "HGETALL", JobActs::find),
        plain("find", "HLEN", JobActs::find),
        plain("list", "ZREVRANGEBYSCORE", JobActs::list),
        plain("list", "HGETALL", JobActs::list),
        script("collect", JobActs::collect),
        script("retry", JobActs::retry),
        new Verb("retry/reopen", ScriptCommands.of("reopen"), Kind.SCRIPT, JobActs::retry),
        plain("retry", "HKEYS", JobActs::retry),
        plain("retry", "LRANGE", JobActs::retry),
        plain("retry", "HGET", JobActs::retry),
        plain("failures", "HGET", JobActs::failures),
        plain("failures", "ZRANGE", JobActs::failures),
        plain("failures", "ZREVRANGEBYSCORE", JobActs::failuresInTheMap),
        plain("failures", "ZRANGEBYSCORE", JobActs::failuresInTheMap),
        plain("failures", "HMGET", JobActs::failures),
        plain("ledger", "LRANGE", WatchActs::ledger),
        plain("ledger", "HGET", WatchActs::ledger),
        plain("ledger", "HGETALL", WatchActs::ledger),
        plain("statistics", "HGETALL", WatchActs::statistics),
        plain("statistics", "ZREVRANGE", WatchActs::statistics),
        script("pause", WatchActs::pause),
        script("resume", WatchActs::resume),
        script("change", WatchActs::change),
        script("reroute", RouteActs::reroute),
        script("seat", FleetActs::seat),
        script("register", FleetActs::register),
        script("drain", FleetActs::drain),
        plain("unregister", "HDEL", FleetActs::unregister),
        plain("unregister", "ZREM", FleetActs::unregister),
        plain("unregister", "SREM", FleetActs::unregister),
        plain("workers", "TIME", FleetActs::workers),
        plain("workers", "HVALS", FleetActs::workers),
        plain("workers", "SMEMBERS", FleetActs::workers),
        connecting("open", "HELLO", ConnectionActs::open),
        connecting("open", "INFO", ConnectionActs::open),
        connecting("doorbell", "HELLO", ConnectionActs::doorbell),
        connecting("doorbell", "SUBSCRIBE", ConnectionActs::doorbell),
        connecting("doorbell", "PING", ConnectionActs::doorbellAgain));
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
}
