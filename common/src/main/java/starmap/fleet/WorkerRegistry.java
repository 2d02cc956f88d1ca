package starmap.fleet;

import java.util.List;

/** Who is there. Every method throws {@code StoreException} where Redis does not answer. */
public interface WorkerRegistry {
  /**
   * A heartbeat; the first one puts the worker into the registry. True where the worker was asked
   * to take no new chunks.
   */
  boolean register(Worker worker);

  /**
   * Asks a worker to take no new chunks, which holds until its process ends. From now on the
   * registry shows it as draining. False where there is no such worker.
   */
  boolean drain(String workerId);

  /** Takes a worker out that has stopped in good order. */
  void unregister(String workerId);

  /** All workers, alive or lately gone, in the order of their names. */
  List<Worker.Seen> list();

  /** The same as it was a moment ago, where the fleet is so large that looking costs much. */
  List<Worker.Seen> glance();
}
