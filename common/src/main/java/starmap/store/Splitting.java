package starmap.store;

import java.util.ArrayList;
import java.util.List;
import starmap.wire.SegmentReader;
import starmap.wire.SegmentWriter;

/** Splits a segment into the parts that take its place: its values, and gaps where items failed. */
final class Splitting {
  private final List<Arguments> parts = new ArrayList<>();
  private final String block;
  private SegmentWriter values = new SegmentWriter();
  private int failures;

  /** {@code block} is the one that the segment's items lie in. */
  Splitting(String block) {
    this.block = block;
  }

  /** Adds the entry and its parts as {@code reopen.lua} reads them. */
  void split(LogEntry entry, SegmentReader segment, Arguments into) {
    var failed = segment.errors().iterator();
    int next = failed.next().offset();
    var slices = segment.values();
    for (int offset = 0; slices.next(); offset++) {
      if (offset == next) {
        endValues();
        failures++;
        next = failed.hasNext() ? failed.next().offset() : -1;
      } else {
        endGap();
        values.value(segment.bytes(), slices.start(), slices.length());
      }
    }
    endValues();
    endGap();
    into.add(entry.toString()).add(parts.size());
    parts.forEach(into::addAll);
  }

  private void endValues() {
    if (values.count() > 0) {
      parts.add(new Arguments().add("R").add(values.count()).add(values.finish().bytes()));
      values = new SegmentWriter();
    }
  }

  private void endGap() {
    if (failures > 0) {
      parts.add(new Arguments().add("G").add(failures).add(block));
      failures = 0;
    }
  }
}
