package starmap.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.KeyValue;
import io.lettuce.core.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import starmap.chunk.ChunkId;
import starmap.job.Job;
import starmap.job.JobId;

/** Reads what waits and what is at work, of all jobs together, for {@link StoreWatch#active}. */
final class Backlog {
  /** Of more chunks that are leased or delayed, so many are looked at. */
  private static final int SAMPLE = 500;

  private final RedisLink link;
  private final Keys keys;

  Backlog(RedisLink link, Keys keys) {
    this.link = link;
    this.keys = keys;
  }

  StoreWatch.Active look(int most) {
    var ids = link.call(s -> s.commands().hkeys(bytes(keys.flow())));
    var jobs = ids.stream().map(id -> new JobId(new String(id, UTF_8))).toList();
    var memory = ServerInfo.memory(link.call(s -> s.commands().info("memory")));
    return new StoreWatch.Active(jobs.size(), newest(ids, most), chunks(jobs), memory);
  }

  private List<Job> newest(List<byte[]> ids, int most) {
    if (ids.isEmpty()) {
      return List.of();
    }
    var times =
        link.call(s -> s.commands().zmscore(bytes(keys.jobs()), ids.toArray(byte[][]::new)));
    var all = new ArrayList<JobStore.Cursor>();
    for (int i = 0; i < ids.size(); i++) {
      @Nullable Double created = times.get(i);
      if (created != null) {
        all.add(new JobStore.Cursor(created.longValue(), new String(ids.get(i), UTF_8)));
      }
    }
    var newest =
        all.stream()
            .sorted(
                Comparator.comparingLong(JobStore.Cursor::created)
                    .thenComparing(JobStore.Cursor::id)
                    .reversed())
            .limit(most)
            .map(at -> new JobId(at.id()))
            .toList();
    return new JobReads(link, keys)
        .all(newest).stream().filter(job -> !job.state().isTerminal()).toList();
  }

  private StoreWatch.Chunks chunks(List<JobId> jobs) {
    long outstanding =
        link.call(s -> Stages.all(jobs.stream().map(id -> outstanding(s, id)).toList())).stream()
            .mapToLong(Long::longValue)
            .sum();
    var sample = link.call(s -> s.commands().zrandmember(bytes(keys.due()), SAMPLE));
    long due = link.call(s -> s.commands().zcard(bytes(keys.due())));
    long leased = records(sample).filter(record -> record[0] == 'L').count();
    return split(outstanding, due, leased, sample.size());
  }

  private static StoreWatch.Chunks split(long outstanding, long due, long leased, int sample) {
    long held = sample == 0 ? 0 : Math.round((double) due * leased / sample);
    return new StoreWatch.Chunks(Math.max(0, outstanding - due), Math.max(0, due - held), held);
  }

  private CompletionStage<Long> outstanding(RedisLink.Session session, JobId id) {
    return session.commands().hlen(bytes(keys.chunks(id)));
  }

  private Stream<byte[]> records(List<byte[]> chunks) {
    Map<JobId, List<byte[]>> byJob =
        chunks.stream()
            .collect(Collectors.groupingBy(id -> ChunkId.parse(new String(id, UTF_8)).job()));
    return link
        .call(
            s ->
                Stages.all(
                    byJob.entrySet().stream()
                        .map(one -> records(s, one.getKey(), one.getValue()))
                        .toList()))
        .stream()
        .flatMap(List::stream)
        .filter(Value::hasValue)
        .map(Value::getValue);
  }

  private CompletionStage<List<KeyValue<byte[], byte[]>>> records(
      RedisLink.Session session, JobId id, List<byte[]> chunks) {
    return session.commands().hmget(bytes(keys.chunks(id)), chunks.toArray(byte[][]::new));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
