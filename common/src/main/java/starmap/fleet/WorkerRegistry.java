package starmap.fleet;

import java.util.List;

/** Who is there. Every method throws {@code StoreException} where Redis does not answer. */
public interface WorkerRegistry {
  /** A heartbeat; the first one puts the worker into the registry. */
  void register(Worker worker);

  /** Takes a worker out that has stopped in good order. */
  void unregister(String workerId);

  /** All workers, alive or lately gone, in the order of their names. */
  List<Worker.Seen> list();
}
