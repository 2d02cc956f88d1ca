package starmap.container;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;
import starmap.localredis.RedisServer;
import starmap.localredis.RedisSite;

/**
 * A Redis in a container, on a port of loopback that stays the same when it is killed and started
 * again. It is gone after {@link #close()} or when the JVM ends.
 */
public final class ContainerRedis implements RedisSite, RedisServer {
  /** What docker-compose.yml and the chart run as well; Testcontainers wants it in this form. */
  private static final String IMAGE = "redis:7.4-alpine";

  private static final int PULL_SECONDS = 120;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int INSIDE = 6379;

  private final int port;
  private final GenericContainer<?> container;

  private ContainerRedis(int port, List<String> command) {
    this.port = port;
    this.container =
        new GenericContainer<>(DockerImageName.parse(IMAGE))
            .withCommand(command.toArray(String[]::new))
            .withExposedPorts(INSIDE)
            .withCreateContainerCmdModifier(
                create ->
                    Objects.requireNonNullElseGet(create.getHostConfig(), HostConfig::new)
                        .withPortBindings(binding(port)))
            .waitingFor(Wait.forLogMessage(".*Ready to accept connections.*", 1));
  }

  /** Why there is none; empty where {@link #start} will work. */
  public static Optional<String> missing() {
    DockerClient docker;
    try {
      docker = DockerClientFactory.instance().client();
    } catch (RuntimeException e) { // several, with no type in common
      return Optional.of("Testcontainers finds no Docker engine: " + e.getMessage());
    }
    try {
      docker.inspectImageCmd(IMAGE).exec();
      return Optional.empty();
    } catch (NotFoundException _) {
      return pulls(docker) ? Optional.empty() : Optional.of("no " + IMAGE + " can be pulled");
    }
  }

  /** Once; Testcontainers itself would try for minutes. */
  private static boolean pulls(DockerClient docker) {
    try {
      return docker.pullImageCmd(IMAGE).start().awaitCompletion(PULL_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (DockerException | DockerClientException _) {
      return false;
    }
  }

  /**
   * Starts a server that answers.
   *
   * @param persistent whether it keeps an append-only file, so that data outlives {@link #kill()}
   *     and {@link #restart()}
   * @param settings further arguments such as {@code --maxmemory 10mb}, one word each
   */
  public static ContainerRedis start(boolean persistent, String... settings) {
    var command = new ArrayList<>(List.of("redis-server", "--save", ""));
    command.addAll(List.of("--maxmemory-policy", "noeviction", "--appendfsync", "everysec"));
    command.addAll(List.of("--appendonly", persistent ? "yes" : "no"));
    command.addAll(List.of(settings));
    var redis = new ContainerRedis(freePort(), command);
    redis.container.start();
    redis.awaitAnswer();
    return redis;
  }

  @Override
  public String uri() {
    return "redis://127.0.0.1:" + port;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public void kill() {
    docker().killContainerCmd(container.getContainerId()).exec();
    docker().waitContainerCmd(container.getContainerId()).start().awaitStatusCode();
  }

  @Override
  public void restart() {
    docker().startContainerCmd(container.getContainerId()).exec();
    awaitAnswer();
  }

  @Override
  public void suspend() {
    docker().pauseContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public void resume() {
    docker().unpauseContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public Map<String, String> properties() {
    return Map.of("spring.data.redis.url", uri());
  }

  @Override
  public RedisClient client() {
    return RedisClient.create(uri());
  }

  @Override
  public RedisServer master() {
    return this;
  }

  @Override
  public void crash(Duration away) {
    kill();
    await().pollDelay(away).until(() -> true);
    restart();
  }

  @Override
  public void close() {
    container.stop();
  }

  private void awaitAnswer() {
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(this::answers);
  }

  /** The engine's proxy takes connections before Redis does. */
  private boolean answers() {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.getOutputStream().write("PING\r\n".getBytes(US_ASCII));
      return new String(socket.getInputStream().readNBytes(5), US_ASCII).equals("+PONG");
    } catch (IOException _) {
      return false;
    }
  }

  private DockerClient docker() {
    return container.getDockerClient();
  }

  private static PortBinding binding(int port) {
    return new PortBinding(Ports.Binding.bindIpAndPort("127.0.0.1", port), ExposedPort.tcp(INSIDE));
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
