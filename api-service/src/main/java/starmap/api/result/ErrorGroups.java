package starmap.api.result;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import starmap.wire.SegmentError;

/** Failed items by what went wrong: the same type, and the same message but for its numbers. */
final class ErrorGroups {
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final int MOST_GROUPS = 50;
  private static final int MOST_SAMPLES = 5;

  private final Map<Kind, Members> groups = new LinkedHashMap<>();
  private long read;

  private record Kind(String type, String message) {}

  private static final class Members {
    private final List<Sample> samples = new ArrayList<>();
    private long count;
  }

  /**
   * The groups.
   *
   * @param failed failed items of the job
   * @param read how many of them were looked at, those with the lowest indexes
   * @param groups at most 50, most frequent first
   */
  @Schema(name = "ErrorGroups")
  record View(long failed, long read, List<Group> groups) {}

  /**
   * Items that failed alike.
   *
   * @param type type of the error
   * @param message its message, with {@code #} for each number
   * @param count how many items
   * @param samples the first few of them, at most 5
   */
  @Schema(name = "ErrorGroup")
  record Group(String type, String message, long count, List<Sample> samples) {}

  /**
   * A failed item.
   *
   * @param index its index
   * @param message the message as it is
   * @param attempts how often it was tried
   */
  @Schema(name = "ErrorSample")
  record Sample(long index, String message, int attempts) {}

  void add(long index, SegmentError error) {
    var kind = new Kind(error.type(), NUMBER.matcher(error.message()).replaceAll("#"));
    var group = groups.computeIfAbsent(kind, _ -> new Members());
    group.count++;
    read++;
    if (group.samples.size() < MOST_SAMPLES) {
      group.samples.add(new Sample(index, error.message(), error.attempts()));
    }
  }

  /** How many were added. */
  long read() {
    return read;
  }

  /** Those of a job in which so many items failed, as far as was counted before it was read. */
  View view(long failed) {
    var sorted =
        groups.entrySet().stream()
            .map(one -> group(one.getKey(), one.getValue()))
            .sorted(Comparator.comparingLong(Group::count).reversed())
            .limit(MOST_GROUPS)
            .toList();
    return new View(Math.max(failed, read), read, sorted);
  }

  private static Group group(Kind kind, Members members) {
    return new Group(kind.type(), kind.message(), members.count, members.samples);
  }
}
