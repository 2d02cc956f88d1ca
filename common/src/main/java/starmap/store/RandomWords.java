package starmap.store;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/** Epochs and tokens: words that nobody else has. */
final class RandomWords {
  private static final int EPOCH_BITS = 32;

  private final RandomGenerator random;

  RandomWords() {
    this(new SecureRandom());
  }

  /** With a seeded {@code random} a test can be repeated to the letter. */
  RandomWords(RandomGenerator random) {
    this.random = random;
  }

  /** Tells incarnations of a job id apart. */
  String epoch() {
    return Long.toString(random.nextLong(1L << EPOCH_BITS), Character.MAX_RADIX);
  }

  /** What the tokens of one claim begin with: the worker's id, a dot, and 64 random bits. */
  String token(String workerId) {
    return workerId + "." + Long.toUnsignedString(random.nextLong(), Character.MAX_RADIX);
  }

  /** The worker that a token was made for. */
  static String workerOf(String token) {
    int dot = token.indexOf('.');
    return dot < 0 ? token : token.substring(0, dot);
  }
}
