package starmap.worker.execute;

import java.time.Duration;
import java.util.Optional;
import org.springframework.util.backoff.ExponentialBackOff;
import starmap.chunk.ClaimedChunk;

/** How long to wait before a chunk's failed items are tried again. */
final class Pauses {
  private Pauses() {}

  /** The pause before the next attempt; empty where there is none. */
  static Optional<Duration> next(ClaimedChunk chunk) {
    var retry = chunk.spec().retry();
    if (retry == null || chunk.attempt() >= retry.maxAttempts()) {
      return Optional.empty();
    }
    var policy = new ExponentialBackOff(Math.max(1, retry.initial().toMillis()), 2);
    policy.setMaxInterval(Math.max(1, retry.max().toMillis()));
    policy.setJitter(Math.round(retry.initial().toMillis() * retry.jitter()));
    var pauses = policy.start();
    for (int i = 1; i < chunk.attempt(); i++) {
      long _ = pauses.nextBackOff();
    }
    return Optional.of(Duration.ofMillis(pauses.nextBackOff()));
  }
}
