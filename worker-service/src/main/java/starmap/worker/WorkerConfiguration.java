package starmap.worker;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.context.annotation.Import;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import starmap.store.Doorbell;
import starmap.store.Pace;
import starmap.store.StoreConfiguration;
import starmap.store.StoreException;
import starmap.store.StoreProperties;
import starmap.store.Stores;
import starmap.worker.claim.Bell;
import starmap.worker.claim.ClaimLoop;
import starmap.worker.claim.Queues;
import starmap.worker.execute.ChunkRunner;
import starmap.worker.folder.FunctionFolder;
import starmap.worker.function.FunctionCatalog;
import starmap.worker.heartbeat.Heartbeat;
import starmap.worker.held.Drain;
import starmap.worker.held.HeldChunks;
import starmap.worker.jar.JarSources;
import starmap.worker.meter.WorkerMeters;
import starmap.worker.process.ProcessSources;
import starmap.worker.process.PythonSources;
import starmap.worker.trace.ChunkTraces;

/** Wires a worker. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WorkerProperties.class)
@Import(StoreConfiguration.class)
class WorkerConfiguration {
  /** How long results wait for Redis to come back; a late result still counts. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final WorkerProperties properties;
  private final StoreProperties store;
  private final ChunkTraces traces;

  WorkerConfiguration(WorkerProperties properties, StoreProperties store, ChunkTraces traces) {
    this.properties = properties;
    this.store = store;
    this.traces = traces;
  }

  @Bean
  FunctionCatalog functionCatalog() throws Exception {
    return FunctionCatalog.load();
  }

  @Bean
  FunctionFolder functionFolder(FunctionCatalog functions) {
    var folder =
        new FunctionFolder(
            Path.of(properties.functions()),
            List.of(new JarSources(), new PythonSources(properties.python()), new ProcessSources()),
            functions,
            properties.keepVersions());
    if (!properties.functions().isEmpty()) {
      folder.start();
    }
    return folder;
  }

  @Bean
  Pace pace() {
    return new Pace();
  }

  @Bean
  HeldChunks heldChunks() {
    return new HeldChunks();
  }

  @Bean
  WorkerMeters workerMeters(MeterRegistry registry, HeldChunks held) {
    return new WorkerMeters(registry, held);
  }

  /** The first heartbeat should tell of all that is in the folder. */
  @Bean
  @DependsOn("functionFolder")
  Slots slots(
      Stores stores,
      Doorbell doorbell,
      FunctionCatalog functions,
      HeldChunks held,
      WorkerMeters meters,
      Pace pace) {
    properties.requireFasterThan(store.lease());
    var drain = new Drain();
    var busy = new AtomicInteger();
    var bell = new Bell();
    drain.onRequest(bell::ring);
    var identity = identity(functions, busy, held, drain);
    var heartbeat =
        new Heartbeat(
            stores.jobs(), stores.workers(), held, identity, properties.heartbeat(), pace);
    functions.onChange(heartbeat::hurry);
    doorbell.onWork(identity.id(), bell::ring);
    doorbell.onDrain(identity.id(), heartbeat::hurry);
    doorbell.onIdle(held::hint);
    var site =
        new ClaimLoop.Worksite(
            stores.jobs(),
            whileRedisIsAway(),
            held,
            drain,
            bell,
            new Queues(functions::sources, doorbell::onQueue, System::nanoTime),
            identity.id(),
            properties.idlePoll(),
            pace);
    var runner = new ChunkRunner(functions, site.store(), drain, meters, traces);
    meters.slots(properties.actualSlots(), busy::get);
    var loops = loops(properties.actualSlots(), () -> new ClaimLoop(site, runner, busy));
    return new Slots(loops, heartbeat, site, properties.grace());
  }

  private static List<ClaimLoop> loops(int slots, Supplier<ClaimLoop> loop) {
    return Stream.generate(loop).limit(slots).toList();
  }

  private WorkerIdentity identity(
      FunctionCatalog functions, AtomicInteger busy, HeldChunks held, Drain drain) {
    var now = InstantSource.system().instant();
    return WorkerIdentity.of(properties, now, functions, busy::get, held, drain);
  }

  private static RetryTemplate whileRedisIsAway() {
    return new RetryTemplate(
        RetryPolicy.builder()
            .includes(StoreException.class)
            .delay(Duration.ofMillis(100))
            .jitter(Duration.ofMillis(50))
            .multiplier(2)
            .maxDelay(Duration.ofSeconds(4)) // work goes on within 5 s after Redis is back
            .timeout(PATIENCE)
            .maxRetries(Long.MAX_VALUE)
            .build());
  }
}
