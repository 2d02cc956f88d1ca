package starmap.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import starmap.job.Input;
import starmap.job.Job;
import starmap.job.JobChange;
import starmap.job.JobError;
import starmap.job.JobId;
import starmap.job.JobSpec;
import starmap.job.JobState;
import starmap.job.Mode;
import starmap.job.NewJob;
import starmap.job.OnError;
import starmap.job.ResultStorage;
import starmap.job.Share;
import starmap.job.Tolerance;
import starmap.job.Transition;
import starmap.wire.JobCodec;

/**
 * The job record: a hash of an opaque spec, labels and name, and of what scripts compute with,
 * which is packed.
 */
final class JobRecord {
  /** Error type of a job of which Redis lost a part. */
  static final String DAMAGED = "DAMAGED";

  private static final JobSpec UNKNOWN = new JobSpec("?", Mode.MAP, new Input.Items());

  private final Map<String, byte[]> fields = new HashMap<>();

  /** Of the whole hash. */
  JobRecord(Map<byte[], byte[]> hash) {
    hash.forEach((name, value) -> fields.put(new String(name, UTF_8), value));
    fields.putAll(PackedRecord.unpack(bytes(PackedRecord.FIELD)));
  }

  /** Only of what scripts compute with. */
  JobRecord(byte[] packed) {
    fields.putAll(PackedRecord.unpack(packed));
  }

  /** Reads what scripts compute with; without anything where there is no job. */
  static CompletionStage<JobRecord> packed(RedisLink.Session session, Keys keys, JobId id) {
    return session
        .commands()
        .hget(keys.job(id).getBytes(UTF_8), PackedRecord.FIELD.getBytes(UTF_8))
        .thenApply(packed -> new JobRecord(packed == null ? new byte[0] : packed));
  }

  /** The fields that create writes, name before value. */
  static void write(NewJob job, String epoch, Arguments arguments) {
    var options = job.options();
    arguments.add("epoch").add(epoch);
    arguments.add("spec").add(JobCodec.write(job.spec()));
    // what folding costs tells nothing of the function as others call it
    boolean folds = job.spec().mode() == Mode.REDUCE;
    arguments.add("function").add(folds ? "" : job.spec().function());
    arguments.add("total").add(job.total());
    arguments.add("size").add(options.chunkSize());
    arguments.add("onerror").add(options.onError().name());
    arguments.add("keep").add(options.storage().name());
    arguments.add("ttl").add(options.ttl().toMillis());
    arguments.add("early").add(options.early() ? 1 : 0);
    write(options.share(), arguments);
    arguments.add("labels").add(JobCodec.write(options.labels()));
    write(options.limits(), arguments);
    var reduce = job.spec().reduce();
    if (reduce != null && reduce.function() != null) {
      arguments.add("merge").add(1);
    }
    if (job.together() > 1) {
      arguments.add("together").add(job.together());
    }
    if (!job.queue().isEmpty()) {
      arguments.add("queue").add(job.queue());
    }
    if (job.name() != null) {
      arguments.add("name").add(job.name());
    }
  }

  private static void write(NewJob.Limits limits, Arguments arguments) {
    if (!limits.tolerance().equals(Tolerance.ANY)) {
      arguments.add("limited").add(1);
      arguments.add("tolerate").add(limits.tolerance().count());
      arguments.add("percent").add(Double.toString(limits.tolerance().percent()));
    }
    if (limits.timeout() != null) {
      arguments.add("timeout").add(limits.timeout().toMillis());
    }
  }

  private static void write(Share share, Arguments arguments) {
    arguments.add("weight").add(decimal(share.weight()));
    if (share.maxConcurrency() > 0) {
      arguments.add("most").add(share.maxConcurrency());
    }
  }

  /** The fields that a change writes, name before value. */
  static void write(JobChange change, Arguments arguments) {
    if (change.priority() != null) {
      arguments.add("weight").add(decimal(new Share(change.priority(), 0).weight()));
    }
    if (change.maxConcurrency() != null) {
      arguments.add("most").add(change.maxConcurrency());
    }
    if (change.tolerance() != null) {
      arguments.add("limited").add(change.tolerance().equals(Tolerance.ANY) ? 0 : 1);
      arguments.add("tolerate").add(change.tolerance().count());
      arguments.add("percent").add(Double.toString(change.tolerance().percent()));
    }
    if (change.ttl() != null) {
      arguments.add("ttl").add(change.ttl().toMillis());
    }
    if (change.labels() != null) {
      arguments.add("labels").add(JobCodec.write(change.labels()));
    }
  }

  private static String decimal(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }

  /** A record of which Redis lost a part is read as one that failed; the audit ends such a job. */
  Job read(JobId id, long outstanding) {
    boolean damaged = text("state").isEmpty() || text("spec").isEmpty() || text("keep").isEmpty();
    var state = damaged ? JobState.FAILED : JobState.valueOf(text("state"));
    return new Job(
        id,
        state,
        text("spec").isEmpty() ? UNKNOWN : JobCodec.readSpec(bytes("spec")),
        text("keep").isEmpty() ? ResultStorage.KEPT : ResultStorage.valueOf(text("keep")),
        counts(state),
        new Job.Chunks(number("recorded"), outstanding, number("reclaimed")),
        times(state),
        error(damaged),
        text("labels").isEmpty() ? Map.of() : JobCodec.readLabels(bytes("labels")),
        settings(),
        history(),
        text("name").isEmpty() ? null : text("name"));
  }

  private Job.Settings settings() {
    var share = new Share(Share.priority(decimal("weight", 1)), (int) number("most"));
    var tolerance =
        number("limited") == 0
            ? Tolerance.ANY
            : new Tolerance((long) decimal("tolerate", 0), decimal("percent", 0));
    return new Job.Settings(
        share,
        text("onerror").isEmpty() ? OnError.COLLECT : OnError.valueOf(text("onerror")),
        tolerance,
        Duration.ofMillis(number("ttl")),
        number("paused") == 1,
        text("queue"));
  }

  /** {@code DROPPED;STATE@ms,STATE@ms}, see {@code lib/time.lua}. */
  private List<Transition> history() {
    var text = text("history");
    if (text.isEmpty()) {
      return List.of();
    }
    int semicolon = text.indexOf(';');
    long number = Long.parseLong(text.substring(0, semicolon));
    var transitions = new ArrayList<Transition>();
    for (var entry : text.substring(semicolon + 1).split(",", -1)) {
      var stateAndTime = entry.split("@", -1);
      var at = Instant.ofEpochMilli(Long.parseLong(stateAndTime[1]));
      transitions.add(new Transition(++number, JobState.valueOf(stateAndTime[0]), at));
    }
    return List.copyOf(transitions);
  }

  private @Nullable JobError error(boolean damaged) {
    var own = text("error").isEmpty() ? null : JobCodec.readError(bytes("error"));
    if (!damaged || (own != null && own.type().equals(DAMAGED))) {
      return own;
    }
    return new JobError(0, DAMAGED, "Redis lost a part of this job", 0);
  }

  private Job.Counts counts(JobState state) {
    boolean isFinal = number("total") >= 0 || state.isTerminal();
    long total = number("total") >= 0 ? number("total") : number("uploaded");
    long succeeded = number("succeeded");
    long failed = number("failed");
    long rest = total - succeeded - failed - number("running");
    return new Job.Counts(
        total,
        isFinal,
        state.isTerminal() ? 0 : rest,
        number("running"),
        succeeded,
        failed,
        state.isTerminal() ? rest : 0,
        number("retried"),
        number("contig"));
  }

  private Job.Times times(JobState state) {
    var finished = state.isTerminal() ? time("finished") : null;
    return new Job.Times(
        Instant.ofEpochMilli(number("created")),
        time("started"),
        finished,
        finished == null ? null : finished.plusMillis(number("ttl")));
  }

  private @Nullable Instant time(String name) {
    long millis = number(name);
    return millis == 0 ? null : Instant.ofEpochMilli(millis);
  }

  /** A number; 0 where it is missing. */
  long number(String name) {
    var text = text(name);
    return text.isEmpty() ? 0 : Long.parseLong(text);
  }

  private double decimal(String name, double otherwise) {
    var text = text(name);
    return text.isEmpty() ? otherwise : Double.parseDouble(text);
  }

  /** A text; empty where it is missing. */
  String text(String name) {
    return new String(bytes(name), UTF_8);
  }

  private byte[] bytes(String name) {
    return fields.getOrDefault(name, new byte[0]);
  }
}
