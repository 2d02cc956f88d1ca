package starmap.helm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

/**
 * A service as a pod starts it: its variables and its file of properties.
 *
 * @param environment a variable that comes from a secret has the value {@code NAME/KEY}
 * @param file the text of the file
 */
record Service(Manifest.Pod pod, Map<String, String> environment, String file) {

  /** That of a deployment; {@code program} is api or worker. */
  static Service of(List<Manifest> all, Manifest deployment, String program) {
    var pod = deployment.pod().orElseThrow();
    var config = Manifest.find(all, "ConfigMap " + deployment.name());
    return new Service(
        pod,
        variables(pod),
        config.tree().path("data").path("starmap-" + program + ".yaml").asString());
  }

  /** All of a release. */
  static List<Service> all(List<Manifest> all) {
    return all.stream()
        .filter(one -> one.kind().equals("Deployment"))
        .map(one -> of(all, one, one.pod().orElseThrow().container().path("name").asString()))
        .toList();
  }

  boolean isApi() {
    return pod.container().path("name").asString().equals("api");
  }

  /** What Spring makes of it, strictly: a property that the type does not have is an error. */
  <T> T bind(String prefix, Class<T> type) {
    var handler = new NoUnboundElementsBindHandler(BindHandler.DEFAULT);
    return binder().bindOrCreate(prefix, Bindable.of(type), handler);
  }

  private Binder binder() {
    var sources = new MutablePropertySources();
    sources.addLast(
        new SystemEnvironmentPropertySource(
            "systemEnvironment", new LinkedHashMap<String, Object>(environment)));
    try {
      new YamlPropertySourceLoader()
          .load("file", new ByteArrayResource(file.getBytes(UTF_8)))
          .forEach(sources::addLast);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Binder(ConfigurationPropertySources.from(sources));
  }

  private static Map<String, String> variables(Manifest.Pod pod) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (var one : pod.container().path("env")) {
      var secret = one.at("/valueFrom/secretKeyRef");
      var value =
          secret.isMissingNode()
              ? one.path("value").asString("")
              : secret.path("name").asString() + "/" + secret.path("key").asString();
      variables.put(one.path("name").asString(), value);
    }
    return variables;
  }
}
