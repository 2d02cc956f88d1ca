package starmap.store;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import starmap.fault.Command;
import starmap.fault.Fault;
import starmap.fault.FaultProxy;

/**
 * A call of the store, and the one of its commands that is broken.
 *
 * @param name such as {@code sweep/HVALS}
 * @param broken the command
 * @param kind what may be expected of it
 * @param prepare makes the state in which it is called, and says what to call
 */
record Verb(
    String name, Predicate<Command> broken, Kind kind, BiFunction<Scene, Through, Act> prepare) {

  /** What may be expected. */
  enum Kind {
    /** Scripts heal NOSCRIPT. */
    SCRIPT,
    /** Plain commands. */
    PLAIN,
    /** A write that a sweep can do without while memory is full. */
    SPARE,
    /** Part of connecting, which is not tried again by itself. */
    CONNECTING
  }

  /** How a call may end. */
  enum Outcome {
    DONE,
    UNAVAILABLE,
    FULL,
    DENIED
  }

  /** What goes through the proxy: a store, a registry and a doorbell. */
  record Through(JobStore store, Fleet workers, Doorbell doorbell, RedisLink link)
      implements AutoCloseable {
    /** Opens the connection. */
    void warm() {
      await()
          .pollDelay(Duration.ZERO)
          .ignoreExceptionsInstanceOf(StoreException.class)
          .until(() -> store.list(JobStore.Cursor.BEGIN, 1) != null);
    }

    @Override
    public void close() {
      link.close();
      doorbell.close();
    }
  }

  /**
   * What is called, again and again until it succeeds.
   *
   * @param call through the proxy
   * @param check that its effect is there exactly once; not through the proxy
   */
  record Act(Supplier<Object> call, Runnable check) {
    /** On a connection that is open already, so that the fault meets the call itself. */
    static Act warm(Through through, Supplier<Object> call, Runnable check) {
      through.warm();
      return new Act(call, check);
    }
  }

  /** A server that refuses a connection refuses all; anything else fails once. */
  FaultProxy.Injection inject(Fault fault, FaultProxy proxy) {
    return kind == Kind.CONNECTING
        ? proxy.injectAlways(fault, broken)
        : proxy.inject(fault, broken);
  }

  /** Whether the fault makes sense here. */
  boolean canHave(Fault fault) {
    return fault != Fault.NOSCRIPT || kind == Kind.SCRIPT;
  }

  /** The table of docs/protocol.md, "When Redis misbehaves". */
  Outcome expected(Fault fault) {
    return switch (fault) {
      case LATE, NOSCRIPT -> Outcome.DONE;
      case READONLY, MOVED -> kind == Kind.CONNECTING ? Outcome.UNAVAILABLE : Outcome.DONE;
      case OOM -> kind == Kind.SPARE ? Outcome.DONE : Outcome.FULL;
      case NOAUTH, NOPERM -> Outcome.DENIED;
      case HANGS_BEFORE, HANGS_AFTER, RESET_BEFORE, RESET_AFTER -> Outcome.UNAVAILABLE;
      case LOADING, BUSY, CLUSTERDOWN -> Outcome.UNAVAILABLE;
    };
  }

  @Override
  public String toString() {
    return name;
  }
}
