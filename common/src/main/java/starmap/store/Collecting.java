package starmap.store;

import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import starmap.job.JobState;
import starmap.wire.SegmentReader;

/** Reads results, and drops what was read: {@code collect.lua}. */
final class Collecting {
  private Collecting() {}

  static Optional<JobResults.Collected> collect(
      RedisLink link, Keys keys, Supplier<String> clock, JobResults.Collect collect) {
    var arguments = new Arguments().add(clock.get()).add(collect.id().value());
    arguments.add(collect.order().name().toLowerCase(Locale.ROOT));
    arguments.add(collect.from()).add(collect.mostBytes());
    collect.drop().forEach(arguments::add);
    var names = keys.ofJob(collect.id());
    var reply = new Reply(link.call(s -> s.scripts().call(Script.COLLECT, names, arguments)));
    return reply.isNil() ? Optional.empty() : Optional.of(collected(reply));
  }

  private static JobResults.Collected collected(Reply reply) {
    var fields = reply.list(4);
    var entries = new ArrayList<JobResults.Entry>(fields.size() / 2);
    for (int at = 0; at < fields.size(); at += 2) {
      long start = LogEntry.parse(fields.bytes(at)).start();
      entries.add(new JobResults.Entry(start, SegmentReader.of(fields.bytes(at + 1))));
    }
    return new JobResults.Collected(
        reply.word(0, JobState.class), reply.number(1), reply.number(2), reply.number(3), entries);
  }
}
