package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import starmap.store.Verb.Through;

/** The documented user of Redis, with its rights and with one less. */
class AccessRightsIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @RegisterExtension final Redis redis = new Redis();
  private final Scene scene = new Scene(redis);
  private RedisClient client;
  private Through through;

  @AfterEach
  void close() {
    if (through != null) {
      through.close();
      client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    }
  }

  static Stream<Verb> verbs() {
    return Verbs.all().stream();
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void everyVerbWorksAndNothingIsRefused(Verb verb) {
    connect(DocumentedUser.read());
    var act = verb.prepare().apply(scene, through);
    assertThat(act.call().get()).isNotNull();
    act.check().run();
    assertThat(DocumentedUser.refused(redis.raw())).isEmpty();
  }

  @Test
  void aCommandThatIsMissingIsNamed() {
    connect(DocumentedUser.read().without("hgetall"));
    assertThatThrownBy(() -> through.store().find(JobPlan.range(1).id()))
        .isInstanceOf(StoreException.Denied.class)
        .hasMessageContaining("'hgetall'");
  }

  @Test
  void aCommandThatAScriptMissesIsDeniedAsWell() {
    connect(DocumentedUser.read().without("@read")); // before it has written anything
    assertThatThrownBy(() -> through.store().submit(JobPlan.range(1).job(), null))
        .isInstanceOf(StoreException.Denied.class)
        .hasMessageContaining("ACL LOG");
    assertThat(DocumentedUser.refused(redis.raw())).isNotEmpty();
  }

  @Test
  void aWrongPasswordIsToldAsWhatItIs() {
    DocumentedUser.read().create(redis.raw());
    connect("another");
    assertThatThrownBy(() -> through.store().find(JobPlan.range(1).id()))
        .isInstanceOf(StoreException.Denied.class)
        .hasMessageContaining("WRONGPASS");
  }

  private void connect(DocumentedUser user) {
    user.create(redis.raw());
    connect(user.password());
  }

  private void connect(String password) {
    client =
        RedisClient.create(
            RedisURI.Builder.redis("127.0.0.1", redis.port())
                .withAuthentication(DocumentedUser.NAME, password.toCharArray())
                .build());
    Home.sendOnce(client, TIMEOUT);
    var connector = Connector.of(client, TIMEOUT);
    var link = new RedisLink(connector);
    var properties = StoreProperties.defaults();
    through =
        new Through(
            new RedisJobStore(link, properties, Keys.SINGLE, redis.clock()),
            new Fleet(link, Keys.SINGLE, properties.lease()),
            new Doorbell(connector, Keys.SINGLE),
            link);
  }
}
