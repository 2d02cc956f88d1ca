package starmap.chaos.attack;

import java.time.Duration;
import java.util.function.Consumer;
import starmap.chaos.load.Balancer;
import starmap.chaos.site.Installation;
import starmap.chaos.site.Service;

/** Stops each process in turn and starts it again, as an upgrade does. */
public final class Roller {
  private final Installation site;
  private final Installation.Size size;
  private final Balancer balancer;
  private final Consumer<String> journal;
  private final Times apis = new Times();
  private final Times workers = new Times();
  private int slowStops;

  /** Will restart {@code site}, and tell {@code journal} of it. */
  public Roller(
      Installation site, Installation.Size size, Balancer balancer, Consumer<String> journal) {
    this.site = site;
    this.size = size;
    this.balancer = balancer;
    this.journal = journal;
  }

  /** Restarts every process once. */
  public void round() throws InterruptedException {
    for (int i = 0; i < size.apis(); i++) {
      restart(site.api(i), apis);
      balancer.await(site.addresses().get(i));
    }
    for (int i = 0; i < size.workers(); i++) {
      restart(site.worker(i), workers);
    }
  }

  /** How many processes it has restarted. */
  public int restarts() {
    return apis.count() + workers.count();
  }

  /** How long API processes took to end. */
  public Times apis() {
    return apis;
  }

  /** How long workers took to end. */
  public Times workers() {
    return workers;
  }

  /** Processes that had to be killed. */
  public int slowStops() {
    return slowStops;
  }

  private void restart(Service service, Times times) {
    long pid = service.pid();
    long begin = System.nanoTime();
    slowStops += service.stop() ? 0 : 1;
    var time = Duration.ofNanos(System.nanoTime() - begin);
    times.add(time);
    journal.accept("process " + pid + " ended after " + time.toMillis() + " ms");
    service.start();
    site.awaitReady(service);
  }
}
