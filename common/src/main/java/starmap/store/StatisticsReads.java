package starmap.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.ScoredValue;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import starmap.chunk.SlowItem;
import starmap.chunk.Statistics;
import starmap.job.JobId;

/**
 * Reads what computing a job cost; plain commands, because nothing is decided on what they show.
 */
record StatisticsReads(RedisLink link, Keys keys) {

  Statistics read(JobId id) {
    return link.call(
        s ->
            s.commands()
                .hgetall(keys.stats(id).getBytes(UTF_8))
                .thenCombine(
                    s.commands().zrevrangeWithScores(keys.slow(id).getBytes(UTF_8), 0, -1),
                    StatisticsReads::statistics));
  }

  private static Statistics statistics(
      Map<byte[], byte[]> counters, List<ScoredValue<byte[]>> slowest) {
    var histogram = new TreeMap<Integer, Long>();
    long busy = 0;
    for (var counter : counters.entrySet()) {
      var name = new String(counter.getKey(), UTF_8);
      long value = Long.parseLong(new String(counter.getValue(), UTF_8));
      if (name.startsWith("h")) {
        histogram.put(Integer.parseInt(name.substring(1)), value);
      } else {
        busy = value;
      }
    }
    return new Statistics(
        histogram, micros(busy), slowest.stream().map(StatisticsReads::item).toList());
  }

  private static SlowItem item(ScoredValue<byte[]> item) {
    return new SlowItem(
        Long.parseLong(new String(item.getValue(), UTF_8)), micros((long) item.getScore()));
  }

  private static Duration micros(long micros) {
    return Duration.of(micros, ChronoUnit.MICROS);
  }
}
