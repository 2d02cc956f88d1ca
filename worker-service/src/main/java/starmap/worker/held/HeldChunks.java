package starmap.worker.held;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import starmap.chunk.ClaimedChunk;
import starmap.chunk.LeaseState;
import starmap.fleet.Activity;
import starmap.log.LogKey;
import starmap.store.JobStore;

/** All chunks that this worker holds. */
public final class HeldChunks {
  private static final Logger LOG = LoggerFactory.getLogger(HeldChunks.class);

  private final Set<HeldChunk> held = ConcurrentHashMap.newKeySet();
  private final Throughput throughput = new Throughput();
  private final AtomicLong hints = new AtomicLong();

  /** Holds a chunk from now on. */
  public HeldChunk hold(ClaimedChunk chunk) {
    var one = new HeldChunk(chunk, throughput);
    held.add(one);
    return one;
  }

  /** Holds it no longer. */
  public void release(HeldChunk chunk) {
    held.remove(chunk);
  }

  /** Which function each one is of, by its token. */
  public Map<String, String> functions() {
    var all = new HashMap<String, String>();
    held.forEach(one -> all.put(one.claimed().token(), one.claimed().spec().function()));
    return all;
  }

  /** Whether it holds none. */
  public boolean isEmpty() {
    return held.isEmpty();
  }

  /** What this worker does, at a time of {@link System#nanoTime}. */
  public Activity activity(long now) {
    return throughput.activity(
        held.stream().flatMap(chunk -> chunk.told(now).stream()).toList(), now);
  }

  /** Renews every lease, and tells slots what they lost and whether others starve. */
  public void extend(JobStore store) {
    var leases = held.stream().flatMap(chunk -> chunk.lease().stream()).toList();
    if (leases.isEmpty()) {
      return;
    }
    var extended = store.extend(leases.stream().map(HeldChunk.Lease::held).toList());
    for (int i = 0; i < leases.size(); i++) {
      react(leases.get(i), extended.states().get(i));
    }
    if (extended.starving()) {
      wishShare();
    }
  }

  /** Others starve: what is held should be shared. */
  public void wishShare() {
    held.forEach(HeldChunk::wishShare);
  }

  /** Somebody said so who cannot know of chunks that are just being claimed. */
  public void hint() {
    hints.incrementAndGet();
    wishShare();
  }

  /** How many hints there were: to be read before claiming, and again when the chunks are held. */
  public long hints() {
    return hints.get();
  }

  /** Interrupts items that take too long. Those that do not react are the answer. */
  List<HeldChunk> checkItems(long now) {
    return held.stream().filter(chunk -> chunk.isStuck(now)).toList();
  }

  /** Makes every slot give back what it has not finished. */
  public void handBack() {
    List.copyOf(held).forEach(chunk -> chunk.end(HeldChunk.End.HAND_BACK));
  }

  private static void react(HeldChunk.Lease lease, LeaseState state) {
    if (state != LeaseState.HELD) {
      LOG.atLevel(state == LeaseState.LOST ? Level.WARN : Level.INFO)
          .addKeyValue(LogKey.CHUNK, lease.held().id())
          .addKeyValue(LogKey.STATE, state)
          .log("lease is gone; the chunk is dropped, another worker or nobody needs it");
      lease.lose();
    }
  }
}
