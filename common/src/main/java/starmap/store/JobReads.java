package starmap.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.ScoredValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import starmap.job.Job;
import starmap.job.JobId;

/** Reads job records; plain commands, because nothing is decided on what they show. */
record JobReads(RedisLink link, Keys keys) {

  static CompletionStage<Optional<Job>> find(RedisLink.Session session, Keys keys, JobId id) {
    var commands = session.commands();
    var record = commands.hgetall(keys.job(id).getBytes(UTF_8));
    var outstanding = commands.hlen(keys.chunks(id).getBytes(UTF_8));
    return record.thenCombine(
        outstanding,
        (hash, chunks) ->
            hash.isEmpty() ? Optional.empty() : Optional.of(new JobRecord(hash).read(id, chunks)));
  }

  /**
   * Jobs behind the cursor. Jobs of the same millisecond are ordered by id, as Redis orders members
   * of one score.
   */
  JobStore.Page page(JobStore.Cursor from, int size) {
    var found = new ArrayList<JobStore.Cursor>();
    for (int offset = 0; found.size() <= size; offset += size + 1) {
      var stretch = stretch(from, offset, size + 1);
      stretch.stream().filter(at -> isBehind(at, from)).forEach(found::add);
      if (stretch.size() <= size) {
        break;
      }
    }
    var page = found.subList(0, Math.min(size, found.size()));
    var jobs = all(page.stream().map(at -> new JobId(at.id())).toList());
    return new JobStore.Page(jobs, found.size() > size ? page.getLast() : null);
  }

  private List<JobStore.Cursor> stretch(JobStore.Cursor from, int offset, int count) {
    var scores = Range.create(Double.NEGATIVE_INFINITY, (double) from.created());
    List<ScoredValue<byte[]>> values =
        link.call(
            session ->
                session
                    .commands()
                    .zrevrangebyscoreWithScores(
                        keys.jobs().getBytes(UTF_8), scores, Limit.create(offset, count)));
    return values.stream()
        .map(v -> new JobStore.Cursor((long) v.getScore(), new String(v.getValue(), UTF_8)))
        .toList();
  }

  private static boolean isBehind(JobStore.Cursor at, JobStore.Cursor from) {
    return at.created() < from.created() || at.id().compareTo(from.id()) < 0;
  }

  /** Those of these jobs that there are. */
  List<Job> all(List<JobId> ids) {
    return link
        .call(session -> Stages.all(ids.stream().map(id -> find(session, keys, id)).toList()))
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }
}
