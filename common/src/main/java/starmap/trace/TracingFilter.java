package starmap.trace;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;

/**
 * Leaves out all of Spring's own tracing where nobody has said where traces go, so that it then
 * costs nothing: not at the start, not in a request, not in a chunk. Logs and metrics are never
 * sent on the side.
 */
public final class TracingFilter implements AutoConfigurationImportFilter, EnvironmentAware {
  /** Where traces go; Spring knows OTEL_EXPORTER_OTLP_ENDPOINT by this name, too. */
  static final String ENDPOINT = "management.opentelemetry.tracing.export.otlp.endpoint";

  /** Spring's name of what OTEL_SDK_DISABLED switches off. */
  static final String ENABLED = "management.opentelemetry.enabled";

  private static final String SDK = "org.springframework.boot.opentelemetry.";
  private static final String TRACING = "org.springframework.boot.micrometer.tracing.";

  private Environment environment = new StandardEnvironment();

  @Override
  public void setEnvironment(Environment environment) {
    this.environment = environment;
  }

  @Override
  public boolean[] match(@Nullable String[] names, AutoConfigurationMetadata metadata) {
    boolean wanted = isWanted();
    var matches = new boolean[names.length];
    for (int i = 0; i < names.length; i++) {
      matches[i] = isMatch(Objects.requireNonNullElse(names[i], ""), wanted);
    }
    return matches;
  }

  private static boolean isMatch(String name, boolean wanted) {
    if (name.startsWith(SDK)) {
      return wanted && !name.contains(".logging.") && !name.contains(".metrics.");
    }
    return wanted || !name.startsWith(TRACING);
  }

  private boolean isWanted() {
    return !environment.getProperty(ENDPOINT, "").isBlank()
        && environment.getProperty(ENABLED, Boolean.class, true);
  }
}
