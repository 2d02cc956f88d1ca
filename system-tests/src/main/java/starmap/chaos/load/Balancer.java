package starmap.chaos.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Chooses as a load balancer does: in turn among the processes whose readiness was up when it asked
 * last.
 */
public final class Balancer implements Entrance, AutoCloseable {
  private static final Duration MOMENT = Duration.ofMillis(20);
  private static final int OK = 200;

  private final HttpClient http;
  private final Duration period;
  private final Set<URI> ready = new CopyOnWriteArraySet<>();
  private final AtomicInteger turn = new AtomicInteger();
  private final List<Thread> askers;

  /** Asks each of {@code addresses} once in a {@code period}. */
  public Balancer(List<URI> addresses, Duration period) {
    this.http = HttpClient.newBuilder().connectTimeout(period).build();
    this.period = period;
    askers =
        addresses.stream().map(address -> Thread.startVirtualThread(() -> ask(address))).toList();
  }

  @Override
  public URI next() throws InterruptedException {
    while (true) {
      var all = ready.toArray(URI[]::new);
      if (all.length > 0) {
        return all[Math.floorMod(turn.getAndIncrement(), all.length)];
      }
      TimeUnit.NANOSECONDS.sleep(MOMENT.toNanos());
    }
  }

  @Override
  public boolean isSteady() {
    return true;
  }

  /** Waits until requests are sent to a process. */
  public void await(URI address) throws InterruptedException {
    while (!ready.contains(address)) {
      TimeUnit.NANOSECONDS.sleep(MOMENT.toNanos());
    }
  }

  @Override
  public void close() {
    askers.forEach(Thread::interrupt);
    http.shutdownNow();
  }

  private void ask(URI address) {
    var request =
        HttpRequest.newBuilder(address.resolve("/actuator/health/readiness"))
            .timeout(period)
            .build();
    try {
      while (true) {
        if (isReady(request)) {
          ready.add(address);
        } else {
          ready.remove(address);
        }
        TimeUnit.NANOSECONDS.sleep(period.toNanos());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isReady(HttpRequest request) throws InterruptedException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == OK;
    } catch (IOException _) {
      return false;
    }
  }
}
