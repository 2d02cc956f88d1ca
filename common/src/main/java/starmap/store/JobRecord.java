package starmap.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import starmap.job.Input;
import starmap.job.Job;
import starmap.job.JobError;
import starmap.job.JobId;
import starmap.job.JobSpec;
import starmap.job.JobState;
import starmap.job.Mode;
import starmap.job.NewJob;
import starmap.job.ResultStorage;
import starmap.job.Tolerance;
import starmap.wire.JobCodec;

/**
 * The job record: a hash of an opaque spec, labels and error, and of the small fields that scripts
 * compute with.
 */
final class JobRecord {
  /** Error type of a job of which Redis lost a part. */
  static final String DAMAGED = "DAMAGED";

  private static final JobSpec UNKNOWN = new JobSpec("?", Mode.MAP, new Input.Items());

  private final Map<String, byte[]> fields = new HashMap<>();

  JobRecord(Map<byte[], byte[]> hash) {
    hash.forEach((name, value) -> fields.put(new String(name, UTF_8), value));
  }

  /** The fields that create writes, name before value. */
  static void write(NewJob job, String epoch, Arguments arguments) {
    var options = job.options();
    arguments.add("epoch").add(epoch);
    arguments.add("spec").add(JobCodec.write(job.spec()));
    arguments.add("function").add(job.spec().function());
    arguments.add("total").add(job.total());
    arguments.add("size").add(options.chunkSize());
    arguments.add("onerror").add(options.onError().name());
    arguments.add("keep").add(options.storage().name());
    arguments.add("ttl").add(options.ttl().toMillis());
    arguments.add("early").add(options.early() ? 1 : 0);
    arguments.add("weight").add(1);
    arguments.add("labels").add(JobCodec.write(options.labels()));
    write(options.limits(), arguments);
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
        text("name").isEmpty() ? null : text("name"));
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

  private long number(String name) {
    var text = text(name);
    return text.isEmpty() ? 0 : Long.parseLong(text);
  }

  private String text(String name) {
    return new String(bytes(name), UTF_8);
  }

  private byte[] bytes(String name) {
    return fields.getOrDefault(name, new byte[0]);
  }
}
