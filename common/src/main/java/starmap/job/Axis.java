package starmap.job;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** One of the lists that {@link Input.Product} and {@link Input.Zip} combine. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Axis.Values.class, name = "values"),
  @JsonSubTypes.Type(value = Axis.Numbers.class, name = "range")
})
public sealed interface Axis {
  /** Number of elements. */
  long size();

  /** The element at a place, as the text of one JSON value. */
  String at(long place);

  /**
   * Elements that were given one by one.
   *
   * @param values the bytes of one JSON value each, as text
   */
  record Values(List<String> values) implements Axis {
    @Override
    public long size() {
      return values.size();
    }

    @Override
    public String at(long place) {
      return values.get((int) place);
    }
  }

  /**
   * A range of integers.
   *
   * @param range which
   * @param count how many
   */
  record Numbers(Input.Range range, long count) implements Axis {
    @Override
    public long size() {
      return count;
    }

    @Override
    public String at(long place) {
      return Long.toString(range.at(place));
    }
  }
}
