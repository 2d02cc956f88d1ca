package starmap.job;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Where the items of a job come from. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Input.Items.class, name = "items"),
  @JsonSubTypes.Type(value = Input.Range.class, name = "range"),
  @JsonSubTypes.Type(value = Input.Repeat.class, name = "repeat"),
  @JsonSubTypes.Type(value = Input.Product.class, name = "product"),
  @JsonSubTypes.Type(value = Input.Zip.class, name = "zip"),
  @JsonSubTypes.Type(value = Input.Random.class, name = "random")
})
public sealed interface Input {
  /** True where workers make the items themselves and no blocks are stored. */
  @JsonIgnore
  default boolean isGenerated() {
    return this instanceof Generated;
  }

  /** Uploaded items, stored as blocks of their original bytes. */
  record Items() implements Input {}

  /** Items that follow from their index alone, so that any worker makes the same. */
  sealed interface Generated extends Input {
    /** The item at an index, as the bytes of one JSON value. */
    byte[] item(long index);
  }

  /** Generated integers of 64 bits. */
  sealed interface Numbers extends Generated {
    /** The item at an index. */
    long at(long index);

    @Override
    default byte[] item(long index) {
      return Long.toString(at(index)).getBytes(US_ASCII);
    }
  }

  /**
   * The integers {@code start, start + step, …}, as Python's {@code range}; how many is the job's
   * total.
   *
   * @param start the item at index 0
   * @param step what each item adds to the one before; never 0
   */
  record Range(long start, long step) implements Numbers {
    @Override
    public long at(long index) {
      return start + index * step;
    }
  }

  /**
   * Random integers of 64 bits, one for each index: the outputs of SplitMix64 (G. Steele, D. Lea,
   * C. Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014) as {@code
   * java.util.SplittableRandom} has it, so that item {@code i} is the {@code i}-th {@code
   * nextLong()} of a generator with this seed.
   *
   * @param seed decides all items
   */
  record Random(long seed) implements Numbers {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    @Override
    public long at(long index) {
      long z = seed + (index + 1) * GOLDEN_GAMMA;
      z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
      z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
      return z ^ (z >>> 31);
    }
  }

  /**
   * The same value again and again.
   *
   * @param value the bytes of one JSON value, as text
   */
  record Repeat(String value) implements Generated {
    @Override
    public byte[] item(long index) {
      return value.getBytes(UTF_8);
    }
  }

  /**
   * Every combination of one element of each axis, as Python's {@code itertools.product}: the last
   * axis moves fastest. An item is an array.
   *
   * @param axes one or more
   */
  record Product(List<Axis> axes) implements Generated {
    @Override
    public byte[] item(long index) {
      var elements = new String[axes.size()];
      long rest = index;
      for (int i = elements.length - 1; i >= 0; i--) {
        long size = axes.get(i).size();
        elements[i] = axes.get(i).at(rest % size);
        rest /= size;
      }
      return ("[" + String.join(",", elements) + "]").getBytes(UTF_8);
    }
  }

  /**
   * The first elements of all axes, then the second ones, as Python's {@code zip}: as many as the
   * shortest axis has. An item is an array.
   *
   * @param axes one or more
   */
  record Zip(List<Axis> axes) implements Generated {
    @Override
    public byte[] item(long index) {
      Function<Axis, String> element = axis -> axis.at(index);
      return axes.stream().map(element).collect(Collectors.joining(",", "[", "]")).getBytes(UTF_8);
    }
  }
}
