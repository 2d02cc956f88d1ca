package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.api.StatefulConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import starmap.localredis.LocalRedis;

class RedisLinkIT {
  private LocalRedis server;
  private RedisClient client;
  private RedisLink link;

  @BeforeEach
  void start() {
    server = LocalRedis.start(Redis.source(), /* persistent= */ false);
    client = Redis.client(server);
    link = new RedisLink(Connector.of(client, Duration.ofMinutes(1)));
  }

  @AfterEach
  void stop() {
    link.close();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    server.close();
  }

  @Test
  void oneLateAnswerDoesNotEndTheCallsOfAllOthers() {
    var before = connection();

    assertUnavailable(new RedisCommandTimeoutException("late"));

    assertThat(connection()).isSameAs(before);
    assertThat(before.isOpen()).isTrue();
  }

  @Test
  void brokenConnectionIsLeft() {
    var before = connection();

    assertUnavailable(new RedisConnectionException("broken"));

    assertThat(connection()).isNotSameAs(before);
  }

  private StatefulConnection<byte[], byte[]> connection() {
    return link.call(session -> CompletableFuture.completedStage(session.connection()));
  }

  private void assertUnavailable(Exception failure) {
    assertThatThrownBy(() -> link.call(_ -> CompletableFuture.failedStage(failure)))
        .isInstanceOf(StoreException.Unavailable.class);
  }
}
