package starmap.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import starmap.job.JobId;
import starmap.store.JobStore;
import starmap.store.RecordField;

/**
 * Gives tests the one {@link LocalApi} of this JVM. After each test no key of a direct call may be
 * left; what jobs left is removed, also how long their functions took: a later test would have its
 * chunks claimed by that, several at once.
 */
public final class LocalApiExtension implements ParameterResolver, AfterEachCallback {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == LocalApi.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return api(context);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    var api = api(context);
    try {
      Awaitility.await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThatDirectCallsLeftNothing(api));
    } finally {
      removeJobs(api);
      api.move();
    }
  }

  private static void assertThatDirectCallsLeftNothing(LocalApi api) {
    assertThat(api.jobKeys()).as("keys of direct calls").noneMatch(key -> isOfDirectCall(api, key));
  }

  private static boolean isOfDirectCall(LocalApi api, String key) {
    var job = key.replaceFirst("(:j:[^:]+).*", "$1");
    var keep = new RecordField(api.commands(), job, "keep").get();
    return keep == null || keep.equals("UNTIL_READ");
  }

  private static void removeJobs(LocalApi api) {
    var store = api.context().getBean(JobStore.class);
    api.commands().zrange("sm:{s00}:jobs", 0, -1).forEach(id -> store.purge(new JobId(id)));
    assertThat(api.jobKeys()).as("keys of removed jobs").isEmpty();
    api.commands().del("sm:{s00}:costs");
  }

  private static LocalApi api(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.GLOBAL)
        .computeIfAbsent(LocalApi.class, _ -> LocalApi.start(), LocalApi.class);
  }
}
