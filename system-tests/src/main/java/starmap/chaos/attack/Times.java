package starmap.chaos.attack;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How long something took, each time. */
public final class Times {
  private final List<Duration> all = new ArrayList<>();

  synchronized void add(Duration time) {
    all.add(time);
  }

  /** How often it was. */
  public synchronized int count() {
    return all.size();
  }

  /** The time that a share of them did not exceed; zero where there was none. */
  public synchronized Duration quantile(double share) {
    int rank = (int) Math.ceil(share * all.size());
    return rank == 0 ? Duration.ZERO : all.stream().sorted().toList().get(rank - 1);
  }
}
