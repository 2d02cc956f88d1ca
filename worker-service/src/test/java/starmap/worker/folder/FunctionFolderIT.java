package starmap.worker.folder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import starmap.fleet.FunctionDescriptor;
import starmap.fleet.Worker;
import starmap.fleet.WorkerRegistry;
import starmap.job.Input;
import starmap.job.JobId;
import starmap.job.JobSpec;
import starmap.job.Mode;
import starmap.job.OnError;
import starmap.worker.Lab;
import starmap.worker.WorkerApplication;
import starmap.worker.jar.PluginJar;

/** A worker whose heart beats so seldom that only a change of its functions tells of itself. */
@Timeout(120)
class FunctionFolderIT {
  private static final String GATE = "starmap.test.gate";

  private final Lab lab = Lab.open(true);
  private final WorkerRegistry registry = lab.stores().workers();
  @TempDir private Path parent;
  private Path folder;
  private ConfigurableApplicationContext worker;

  @BeforeEach
  void start() {
    folder = parent.resolve("functions");
    worker =
        WorkerApplication.application()
            .run(
                lab.arguments(
                    "--starmap.worker.functions=" + folder,
                    "--starmap.worker.slots=2",
                    "--starmap.worker.heartbeat=10m",
                    "--starmap.store.lease=1h"));
  }

  @AfterEach
  void close() {
    worker.close();
    lab.close();
    System.getProperties().remove(GATE);
  }

  @Test
  void aFileThatIsDroppedIsToldOfAndCanBeCalled() throws IOException {
    assertThat(offered("twice")).isEmpty();
    put("twice.jar", PluginJar.computing("twice", "return x + x;"));
    await().until(() -> !offered("twice").isEmpty());
    var descriptor = offered("twice").getFirst();
    assertThat(descriptor.origin().source()).isEqualTo("twice.jar@" + descriptor.version());
    assertThat(results(submit(descriptor.pinned(), 3))).containsExactly("0", "2", "4");
  }

  @Test
  void aJobThatPinnedTheOldVersionFinishesWithTheOldCode() throws IOException {
    var gate = new Semaphore(0);
    System.getProperties().put(GATE, gate);
    var waiting =
        "((java.util.concurrent.Semaphore) System.getProperties().get(\""
            + GATE
            + "\")).acquire();";
    put("f.jar", PluginJar.computing("f", waiting + " return 1L;"));
    await().until(() -> offered("f").size() == 1);
    var old = offered("f").getFirst().pinned();
    var job = submit(old, 100);
    await().until(gate::hasQueuedThreads);

    put("f.jar", PluginJar.computing("f", "return 2L;"));
    await().until(() -> offered("f").size() == 2);
    assertThat(offered("f")).extracting(one -> one.origin().current()).containsExactly(false, true);
    var current = offered("f").getLast().pinned();

    Files.delete(folder.resolve("f.jar"));
    await().until(() -> offered("f").stream().noneMatch(one -> one.origin().current()));
    gate.release(100);
    assertThat(results(job)).hasSize(100).containsOnly("1");
    assertThat(results(submit(current, 1))).containsExactly("2");
  }

  @Test
  void aBrokenFileIsToldOfUntilItIsMended() throws IOException {
    put("f.jar", "no jar".getBytes(UTF_8));
    await().until(() -> !self().broken().isEmpty());
    assertThat(self().broken().getFirst().file()).isEqualTo("f.jar");
    assertThat(self().broken().getFirst().error()).startsWith("this is no jar, or not all of it");
    put("f.jar", PluginJar.computing("f", "return 1L;"));
    await().until(() -> self().broken().isEmpty() && offered("f").size() == 1);
  }

  @Test
  void theExampleProjectComputesAndWaitsForManyServicesAtATime() throws Exception {
    var project = Path.of("../examples/java-function/src/main");
    put("example.jar", PluginJar.of(project.resolve("java"), project.resolve("resources")));
    await().until(() -> offered("compound").size() == 1);
    var compound =
        new JobSpec(offered("compound").getFirst().pinned(), Mode.STARMAP, new Input.Items());
    var growth =
        lab.items(
            compound,
            "[[1000,0.5,2],{\"principal\":10,\"rate\":1,\"years\":3},[1,1,-1]]",
            3,
            Lab.options(3, OnError.COLLECT));
    assertThat(results(growth))
        .containsExactly(
            "{\"end\":2250.0,\"gain\":1250.0}",
            "{\"end\":80.0,\"gain\":70.0}",
            "!InvalidArgument: argument years: expected 0 or more, got less");
    int calls = 400;
    try (var service = new Service(calls)) {
      var items =
          IntStream.range(0, calls)
              .mapToObj(i -> "\"" + service.address() + i + "\"")
              .collect(Collectors.joining(",", "[", "]"));
      var job =
          lab.items(
              new JobSpec(offered("http.status").getFirst().pinned(), Mode.MAP, new Input.Items()),
              items,
              calls,
              Lab.options(calls, OnError.COLLECT));
      assertThat(results(job))
          .isEqualTo(
              IntStream.range(0, calls).mapToObj(i -> Integer.toString(200 + i % 2)).toList());
    }
  }

  /** Answers when so many requests are there at the same time. */
  private static final class Service implements AutoCloseable {
    private final HttpServer server;
    private final CountDownLatch all;

    Service(int requests) throws IOException {
      all = new CountDownLatch(requests);
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext(
          "/",
          exchange -> {
            all.countDown();
            try {
              all.await();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            int number = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
            exchange.sendResponseHeaders(200 + number % 2, -1);
            exchange.close();
          });
      server.start();
    }

    String address() {
      return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  private JobId submit(String function, int count) {
    return lab.range(function, count, 10);
  }

  private List<String> results(JobId id) {
    await().until(() -> lab.hasEnded(id));
    return lab.results(id);
  }

  private Worker self() {
    return registry.list().getFirst().worker();
  }

  private List<FunctionDescriptor> offered(String name) {
    return self().functions().stream().filter(one -> one.name().equals(name)).toList();
  }

  /** As a whole, by another name first. */
  private void put(String name, byte[] content) throws IOException {
    Files.createDirectories(folder);
    var whole = Files.write(parent.resolve("part"), content);
    Files.move(whole, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }
}
