package starmap.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.boot.autoconfigure.ssl.SslProperties;
import org.springframework.boot.data.redis.autoconfigure.DataRedisProperties;
import starmap.api.limits.ApiProperties;
import starmap.store.StoreProperties;
import starmap.worker.WorkerProperties;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the chart gives to the services is what they understand. */
@NeedsHelm
class ConfigurationTest {
  private static final String SETS = "starmap.helm.ValueSets#all";

  /** These are values of their own, or the chart's own business. */
  private static final Set<String> NOT_OF_WORKERS = Set.of("name", "slots", "functions", "grace");

  private static final Set<String> NOT_OF_API = Set.of("shutdown-delay");

  @ParameterizedTest(name = "{0}")
  @MethodSource(SETS)
  void servicesUnderstandEveryPropertyOfTheirs(String ignored, Path... values) {
    for (var service : Service.all(Chart.render(values))) {
      assertThat(service.bind("starmap.store", StoreProperties.class)).isNotNull();
      assertThat(service.bind("spring.data.redis", DataRedisProperties.class)).isNotNull();
      assertThat(service.bind("spring.ssl", SslProperties.class)).isNotNull();
      if (service.isApi()) {
        assertThat(service.bind("starmap.api", ApiProperties.class)).isNotNull();
      } else {
        assertThat(service.bind("starmap.worker", WorkerProperties.class)).isNotNull();
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SETS)
  void podsAreNotKilledWhileTheyDrain(String ignored, Path... values) {
    for (var service : Service.all(Chart.render(values))) {
      long phase =
          service
              .bind("spring.lifecycle", LifecycleProperties.class)
              .getTimeoutPerShutdownPhase()
              .toSeconds();
      long before =
          service.isApi()
              ? service.bind("starmap.api", ApiProperties.class).shutdownDelay().toSeconds()
              : 0;
      long killed = service.pod().spec().path("terminationGracePeriodSeconds").asLong();
      assertThat(killed).isGreaterThan(before + phase);
      if (!service.isApi()) {
        var grace = service.bind("starmap.worker", WorkerProperties.class).grace();
        assertThat(grace.toSeconds()).isLessThan(phase);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SETS)
  void probesAskThePortThatTheServiceListensOn(String ignored, Path... values) {
    for (var service : Service.all(Chart.render(values))) {
      var container = service.pod().container();
      for (var probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
        var get = container.path(probe).path("httpGet");
        assertThat(get.path("port").asString()).isEqualTo("http");
        assertThat(get.path("path").asString()).startsWith("/actuator/health/");
      }
      assertThat(container.at("/ports/0/name").asString()).isEqualTo("http");
      assertThat(container.at("/ports/0/containerPort").asString())
          .isEqualTo(service.environment().getOrDefault("SERVER_PORT", "8080"));
    }
  }

  @Test
  void redisOfEveryKindIsReachedThroughSpringsOwnProperties() {
    var acl = redis("redis-with-acl-and-private-authority");
    assertThat(List.of(acl.getHost(), acl.getUsername(), acl.getPassword()))
        .containsExactly("redis.example.com", "starmap", "my-redis/acl-password");
    assertThat(List.of(acl.getPort(), acl.getDatabase())).containsExactly(6380, 2);
    assertThat(acl.getSsl().getBundle()).isEqualTo("redis");
    assertThat(redis("redis-with-public-certificate").getSsl().isEnabled()).isTrue();
    assertThat(redis("redis-by-url").getUrl()).isEqualTo("my-redis/url");

    var sentinel = redis("redis-sentinel-with-passwords-and-tls").getSentinel();
    assertThat(sentinel.getNodes()).containsExactly("redis-0.redis:26379");
    assertThat(List.of(sentinel.getMaster(), sentinel.getUsername(), sentinel.getPassword()))
        .containsExactly("mymaster", "watcher", "my-sentinels/secret");
    assertThat(redis("redis-sentinel").getSentinel().getNodes()).hasSize(3);

    var cluster = redis("redis-cluster-with-acl-and-tls");
    assertThat(cluster.getCluster().getNodes()).containsExactly("redis-0.redis:6379");
    assertThat(cluster.getPassword()).isEqualTo("my-redis/password");
    assertThat(redis("redis-cluster").getCluster().getMaxRedirects()).isEqualTo(5);
  }

  @Test
  void certificatesAreReadWhereTheirSecretsAreMounted() {
    for (var service : services("redis-with-mutual-tls")) {
      var bundles = service.bind("spring.ssl", SslProperties.class).getBundle();
      var bundle = bundles.getPem().get("redis");
      var mounts =
          Manifest.stream(service.pod().container().path("volumeMounts"))
              .map(one -> "file:" + one.path("mountPath").asString() + "/")
              .toList();
      assertThat(
              List.of(
                  bundle.getTruststore().getCertificate(),
                  bundle.getKeystore().getCertificate(),
                  bundle.getKeystore().getPrivateKey()))
          .allMatch(file -> mounts.stream().anyMatch(file::startsWith));
    }
  }

  @Test
  void theSchemaKnowsTheVeryPropertiesOfTheServices() throws IOException {
    var schema =
        JsonMapper.shared().readTree(Files.readString(Chart.FOLDER.resolve("values.schema.json")));
    assertKnows(schema.at("/properties/store"), StoreProperties.class, Set.of());
    assertKnows(schema.at("/properties/api/properties/config"), ApiProperties.class, NOT_OF_API);
    assertKnows(schema.at("/$defs/pool/properties/config"), WorkerProperties.class, NOT_OF_WORKERS);
  }

  private static void assertKnows(JsonNode schema, Class<?> type, Set<String> without) {
    var names = new TreeSet<String>();
    Arrays.stream(type.getRecordComponents())
        .map(one -> one.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
        .forEach(names::add);
    names.removeAll(without);
    assertThat(new TreeSet<>(schema.path("properties").propertyNames()))
        .as("values.schema.json has the properties of " + type.getSimpleName())
        .isEqualTo(names);
  }

  private static DataRedisProperties redis(String set) {
    return services(set).getFirst().bind("spring.data.redis", DataRedisProperties.class);
  }

  private static List<Service> services(String set) {
    return Service.all(Chart.render(ValueSets.named(set)));
  }
}
