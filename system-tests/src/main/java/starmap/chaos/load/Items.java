package starmap.chaos.load;

import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** The input of a job. Items are made when they are needed, and always the same. */
sealed interface Items {
  /** How many there are. */
  long total();

  /** One of them, as JSON. */
  String item(long index);

  /** How they are written in a job. */
  String json();

  /**
   * Integers that Starmap makes itself.
   *
   * @param start the first one
   * @param step what each adds
   */
  record Range(long start, long step, long total) implements Items {
    @Override
    public String item(long index) {
      return Long.toString(start + index * step);
    }

    @Override
    public String json() {
      return "{\"range\":{\"start\":%d,\"step\":%d,\"stop\":%d}}"
          .formatted(start, step, start + total * step);
    }
  }

  /**
   * Items that are sent.
   *
   * @param computation which makes them
   * @param seed from which it makes them
   */
  record Listed(Computation computation, long seed, long total) implements Items {
    @Override
    public String item(long index) {
      return computation.item(new SplittableRandom(seed + index));
    }

    @Override
    public String json() {
      return "{\"items\":" + array() + "}";
    }

    String array() {
      return LongStream.range(0, total)
          .mapToObj(this::item)
          .collect(Collectors.joining(",", "[", "]"));
    }
  }
}
