package starmap.store;

import java.util.ArrayList;
import java.util.Locale;
import starmap.job.JobState;
import starmap.wire.SegmentReader;

/** What {@code collect.lua} takes and gives. */
final class CollectCall {
  private CollectCall() {}

  static Arguments arguments(String now, JobStore.Collect collect) {
    var arguments = new Arguments().add(now).add(collect.id().value());
    arguments.add(collect.order().name().toLowerCase(Locale.ROOT));
    arguments.add(collect.from()).add(collect.mostBytes());
    collect.drop().forEach(arguments::add);
    return arguments;
  }

  static JobStore.Collected collected(Reply reply) {
    var fields = reply.list(4);
    var entries = new ArrayList<JobStore.Entry>(fields.size() / 2);
    for (int at = 0; at < fields.size(); at += 2) {
      long start = LogEntry.parse(fields.bytes(at)).start();
      entries.add(new JobStore.Entry(start, SegmentReader.of(fields.bytes(at + 1))));
    }
    return new JobStore.Collected(
        reply.word(0, JobState.class), reply.number(1), reply.number(2), reply.number(3), entries);
  }
}
