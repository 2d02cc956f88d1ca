package starmap.bench;

import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import starmap.fleet.Activity;
import starmap.fleet.FunctionDescriptor;
import starmap.fleet.Worker;
import starmap.fleet.WorkerRegistry;
import starmap.store.Doorbell;
import starmap.store.JobStore;
import starmap.store.StoreProperties;
import starmap.store.Stores;
import starmap.worker.function.FunctionCatalog;

/** What each thing that an idle worker does costs Redis, in microseconds of processor time. */
final class UnitCosts {
  private static final int CONNECTIONS = 8;
  private static final int CALLS = 4_000;
  private static final Duration LONG = Duration.ofSeconds(10);

  private final Stores stores;
  private final RedisMeter meter;
  private final Map<String, Object> costs = new LinkedHashMap<>();

  private record Connection(
      JobStore store, WorkerRegistry registry, Doorbell doorbell, Worker self) {}

  UnitCosts(RedisClient client, RedisMeter meter) {
    stores = new Stores(client, StoreProperties.defaults(), LONG);
    this.meter = meter;
  }

  Map<String, Object> run() throws Exception {
    measure("ping", one -> one.doorbell().connect());
    measure("register", one -> one.registry().register(one.self()));
    var claim = new JobStore.Claim("idle", 64, Duration.ofMillis(5));
    measure("empty_claim", one -> one.store().claim(claim));
    measure("sweep", one -> one.store().sweep());
    return costs;
  }

  private void measure(String name, Consumer<Connection> call) throws Exception {
    var functions = FunctionCatalog.load().descriptors();
    var connections =
        IntStream.range(0, CONNECTIONS)
            .mapToObj(i -> worker("w" + i, functions))
            .map(self -> new Connection(stores.jobs(), stores.workers(), stores.doorbell(), self))
            .toList();
    connections.forEach(call); // connects, and loads scripts
    var before = meter.read();
    var threads =
        connections.stream()
            .map(one -> Thread.ofPlatform().start(() -> repeat(call, one)))
            .toList();
    for (var thread : threads) {
      thread.join();
    }
    double micros = (meter.read().cpu() - before.cpu()) * 1e6;
    costs.put(name + "_us", RedisMeter.round(micros / CONNECTIONS / CALLS));
  }

  private static Worker worker(String id, List<FunctionDescriptor> functions) {
    return new Worker(
        id, id, "bench", 1, 0, Instant.EPOCH, 1, 0, false, functions, List.of(), Activity.NONE);
  }

  private static void repeat(Consumer<Connection> call, Connection one) {
    for (int i = 0; i < CALLS; i++) {
      call.accept(one);
    }
  }
}
