package starmap.standalone;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.springframework.context.ApplicationContext;

/** Where the API and a worker are one process, the API tells Prometheus of the worker as well. */
final class OneScrape {
  private OneScrape() {}

  static void of(ApplicationContext api, ApplicationContext worker) {
    var other = worker.getBean(PrometheusRegistry.class);
    MultiCollector more = () -> other.scrape(OneScrape::isOfWorkersOnly);
    api.getBean(PrometheusRegistry.class).register(more);
  }

  /** What both have, such as the JVM and calls of the store, the API tells for itself. */
  private static boolean isOfWorkersOnly(String metric) {
    return metric.startsWith("starmap_") && !metric.startsWith("starmap_store_");
  }
}
