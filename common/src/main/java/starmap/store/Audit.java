package starmap.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import starmap.job.JobId;
import starmap.log.LogKey;

/**
 * A slow walk over all jobs, which looks whether Redis lost a part of one: a few jobs at a time,
 * then a pause. Every process walks for itself.
 */
final class Audit {
  private static final Logger LOG = LoggerFactory.getLogger(Audit.class);
  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final int MOST = 8;

  private final RedisLink link;
  private final StoreProperties properties;
  private final Keys keys;
  private final Supplier<String> clock;
  private final Queue<String> next = new ArrayDeque<>();
  private ScanCursor active = ScanCursor.INITIAL;
  private long listed;
  private long deadlines;
  private long quietUntil;

  Audit(RedisLink link, StoreProperties properties, Keys keys, Supplier<String> clock) {
    this.link = link;
    this.properties = properties;
    this.keys = keys;
    this.clock = clock;
  }

  /** Looks at the next few jobs, unless it did so a moment ago. */
  void run(long now) {
    if (now < quietUntil) {
      return;
    }
    quietUntil = now + PAUSE.toMillis();
    if (next.isEmpty()) {
      next.addAll(page());
    }
    for (int i = 0; i < MOST && !next.isEmpty(); i++) {
      examine(new JobId(next.remove()));
    }
  }

  /** What was found out about a job: sound, repaired, damaged, ended or gone. */
  String examine(JobId id) {
    var arguments = new Arguments().add(clock.get()).add(id.value());
    arguments.add(properties.lease().toMillis()).add(properties.uploadDeadline().toMillis());
    var found =
        new Reply(link.call(s -> s.scripts().call(Script.AUDIT, keys.ofJob(id), arguments)))
            .text(0);
    if (found.equals("repaired") || found.equals("damaged")) {
      LOG.atWarn()
          .addKeyValue(LogKey.JOB_ID, id)
          .addKeyValue(LogKey.RESULT, found)
          .log("Redis lost a part of a job");
    }
    return found;
  }

  /** A job that one list has lost is found through another. */
  private Set<String> page() {
    var ids = new LinkedHashSet<String>();
    var found =
        link.call(
            s -> s.commands().hscan(bytes(keys.flow()), active, ScanArgs.Builder.limit(MOST)));
    active = found.isFinished() ? ScanCursor.INITIAL : found;
    add(found.getMap().keySet(), ids);
    listed = addStretch(keys.jobs(), listed, ids);
    deadlines = addStretch(keys.gc(), deadlines, ids);
    return ids;
  }

  private long addStretch(String key, long from, Set<String> ids) {
    List<byte[]> stretch = link.call(s -> s.commands().zrange(bytes(key), from, from + MOST - 1));
    add(stretch, ids);
    return stretch.size() < MOST ? 0 : from + MOST;
  }

  private static void add(Collection<byte[]> found, Set<String> ids) {
    found.forEach(id -> ids.add(new String(id, UTF_8)));
  }

  private static byte[] bytes(String key) {
    return key.getBytes(UTF_8);
  }
}
