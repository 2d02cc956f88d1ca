package starmap.worker.claim;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import starmap.store.Doorbell;
import starmap.store.JobStore;

/**
 * The queues of the worker's own sources. Mostly they are empty, as jobs of a source that every
 * worker has wait in the common queue; so a claim looks only at those that were seen or heard to
 * hold chunks, and about once a second at all of them, should a hint have been lost.
 */
public final class Queues {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final Supplier<Set<String>> sources;
  private final Bells bells;
  private final LongSupplier nanos;
  private final Map<String, Doorbell.Subscription> subscriptions = new TreeMap<>();

  /** Queue → the hint that said so: a look that began before a hint says nothing against it. */
  private final Map<String, Long> inUse = new ConcurrentHashMap<>();

  private final AtomicLong hints = new AtomicLong();
  private long looked;
  private boolean begun;

  /** Where to listen for queues that are no longer empty. */
  @FunctionalInterface
  public interface Bells {
    /** Calls {@code listener} whenever the queue of a source rings. */
    Doorbell.Subscription onQueue(String source, Runnable listener);
  }

  /**
   * Of the sources that the worker has at the moment.
   *
   * @param nanos a clock like {@link System#nanoTime}
   */
  public Queues(Supplier<Set<String>> sources, Bells bells, LongSupplier nanos) {
    this.sources = sources;
    this.bells = bells;
    this.nanos = nanos;
  }

  /** The common queue alone. */
  public static Queues none() {
    return new Queues(Set::of, (_, _) -> () -> {}, System::nanoTime);
  }

  /**
   * Queues that a claim looks at.
   *
   * @param names the sources
   * @param hints the last hint before the claim
   */
  public record Look(List<String> names, long hints) {}

  /** What the next claim looks at; {@code bell} rings from now on when one of these may fill. */
  public synchronized Look next(Bell bell) {
    long now = nanos.getAsLong();
    if (begun && now - looked < LOOK_EVERY.toNanos()) {
      long heard = hints.get();
      return new Look(inUse.keySet().stream().filter(subscriptions::containsKey).toList(), heard);
    }
    begun = true;
    looked = now;
    follow(sources.get(), bell);
    return new Look(List.copyOf(subscriptions.keySet()), hints.get());
  }

  /** What the claim has seen. */
  public synchronized void seen(Look look, JobStore.Round round) {
    for (var name : look.names()) {
      if (!round.more().contains(name)) {
        inUse.entrySet().removeIf(e -> e.getKey().equals(name) && e.getValue() <= look.hints());
      } else if (subscriptions.containsKey(name)) {
        inUse.putIfAbsent(name, look.hints());
      }
    }
  }

  /** Runs on a thread of the connection, and waits for nobody. */
  private void hear(String source, Bell bell) {
    inUse.put(source, hints.incrementAndGet());
    bell.ring();
  }

  private void follow(Set<String> present, Bell bell) {
    subscriptions
        .entrySet()
        .removeIf(
            one -> {
              boolean isGone = !present.contains(one.getKey());
              if (isGone) {
                one.getValue().close();
                inUse.remove(one.getKey());
              }
              return isGone;
            });
    for (var source : present) {
      subscriptions.computeIfAbsent(source, name -> bells.onQueue(name, () -> hear(name, bell)));
    }
  }
}
