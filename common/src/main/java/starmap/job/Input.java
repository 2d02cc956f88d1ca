package starmap.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Where the items of a job come from. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Input.Items.class, name = "items"),
  @JsonSubTypes.Type(value = Input.Range.class, name = "range")
})
public sealed interface Input {
  /** True where workers make the items themselves and no blocks are stored. */
  @JsonIgnore
  boolean isGenerated();

  /** Uploaded items, stored as blocks of their original bytes. */
  record Items() implements Input {
    @Override
    public boolean isGenerated() {
      return false;
    }
  }

  /**
   * The integers {@code start, start + step, …}, as Python's {@code range}; how many is the job's
   * total.
   *
   * @param start the item at index 0
   * @param step what each item adds to the one before; never 0
   */
  record Range(long start, long step) implements Input {
    @Override
    public boolean isGenerated() {
      return true;
    }

    /** The item at an index. */
    public long at(long index) {
      return start + index * step;
    }
  }
}
