package starmap.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.kubernetes.client.custom.Quantity;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The types of Kubernetes and of what is installed into it, strictly: a field that a type does not
 * have is an error, and so is a value of another kind than the field's.
 */
final class KubernetesTypes {
  private static final Map<String, Class<?>> KUBERNETES =
      Map.ofEntries(
          Map.entry("v1 ConfigMap", V1ConfigMap.class),
          Map.entry("v1 Pod", V1Pod.class),
          Map.entry("v1 Service", V1Service.class),
          Map.entry("v1 ServiceAccount", V1ServiceAccount.class),
          Map.entry("apps/v1 Deployment", V1Deployment.class),
          Map.entry("apps/v1 StatefulSet", V1StatefulSet.class),
          Map.entry("autoscaling/v2 HorizontalPodAutoscaler", V2HorizontalPodAutoscaler.class),
          Map.entry("networking.k8s.io/v1 Ingress", V1Ingress.class),
          Map.entry("networking.k8s.io/v1 NetworkPolicy", V1NetworkPolicy.class),
          Map.entry("policy/v1 PodDisruptionBudget", V1PodDisruptionBudget.class));

  private static final Map<String, Class<?>> INSTALLED =
      Map.of(
          "gateway.networking.k8s.io/v1 HTTPRoute", HTTPRoute.class,
          "monitoring.coreos.com/v1 PodMonitor", PodMonitor.class,
          "monitoring.coreos.com/v1 PrometheusRule", PrometheusRule.class,
          "monitoring.coreos.com/v1 ServiceMonitor", ServiceMonitor.class);

  private static final Pattern AMOUNT =
      Pattern.compile(".*/(requests|limits|capacity)/.+|.*/(sizeLimit|averageValue)");

  private static final ObjectMapper STRICT =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .setAnnotationIntrospector(new WithoutFurtherFields());

  private static final Schema SCALED_OBJECT = schema("/schemas/scaledobject.json");

  static {
    var _ = new JSON(); // it sets itself up
  }

  private KubernetesTypes() {}

  /** Fails where the API server, or who watches such objects, would refuse it or not heed it. */
  static void check(Manifest manifest) throws IOException {
    var kind = manifest.tree().path("apiVersion").asString() + " " + manifest.kind();
    var text = manifest.tree().toString();
    if (KUBERNETES.containsKey(kind)) {
      Object read = JSON.deserialize(text, KUBERNETES.get(kind));
      requireSame(manifest.id(), manifest.tree(), parse(JSON.serialize(read)));
    } else if (INSTALLED.containsKey(kind)) {
      var read = STRICT.readValue(text, INSTALLED.get(kind));
      requireSame(manifest.id(), manifest.tree(), parse(STRICT.writeValueAsString(read)));
    } else {
      assertThat(kind).as("a kind whose type is known").isEqualTo("keda.sh/v1alpha1 ScaledObject");
      assertThat(SCALED_OBJECT.validate(text, InputFormat.JSON)).as(manifest.id()).isEmpty();
    }
  }

  /** What was written must be what was read: a number where a text belongs would have changed. */
  private static void requireSame(String path, JsonNode written, JsonNode read) {
    if (written.isObject()) {
      written
          .properties()
          .forEach(
              field ->
                  requireSame(
                      path + "/" + field.getKey(), field.getValue(), read.path(field.getKey())));
    } else if (written.isArray()) {
      assertThat(read.size()).as(path).isEqualTo(written.size());
      for (int i = 0; i < written.size(); i++) {
        requireSame(path + "/" + i, written.get(i), read.path(i));
      }
    } else if (!isSameAmount(path, written, read)) {
      assertThat(read).as(path).isEqualTo(written);
    }
  }

  /** Amounts may be written in several ways, and as numbers. */
  private static boolean isSameAmount(String path, JsonNode written, JsonNode read) {
    return AMOUNT.matcher(path).matches()
        && read.isString()
        && number(written).compareTo(number(read)) == 0;
  }

  private static BigDecimal number(JsonNode amount) {
    return new Quantity(amount.asString()).getNumber();
  }

  private static JsonNode parse(String json) {
    return JsonMapper.shared().readTree(json);
  }

  private static Schema schema(String resource) {
    try (InputStream in = KubernetesTypes.class.getResourceAsStream(resource)) {
      var registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
      return registry.getSchema(Objects.requireNonNull(in), InputFormat.JSON);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** These types keep fields that they do not know, which would hide a wrong name. */
  private static final class WithoutFurtherFields extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public Boolean hasAnySetter(Annotated ignored) {
      return false;
    }
  }
}
