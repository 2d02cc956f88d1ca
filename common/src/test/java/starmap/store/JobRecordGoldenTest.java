package starmap.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.msgpack.core.MessagePack;
import starmap.job.Input;
import starmap.job.Job;
import starmap.job.JobError;
import starmap.job.JobId;
import starmap.job.JobSpec;
import starmap.job.JobState;
import starmap.job.Mode;
import starmap.job.NewJob;
import starmap.job.OnError;
import starmap.job.ResultStorage;
import starmap.job.Transition;

class JobRecordGoldenTest {
  private static final JobId ID = new JobId("aaaaaaaaaaaaaaaaaaaaaaaaaa");
  private static final Set<String> OPAQUE = Set.of("v", "hash", "spec", "labels", "name");
  private static final JobSpec RANGE =
      new JobSpec("math.power@2", Mode.STARMAP, new Input.Range(-5, 3));

  @Test
  void newJobIsWrittenAsItAlwaysWas() {
    var options =
        new NewJob.Options(
            100,
            OnError.FAIL,
            ResultStorage.UNTIL_READ,
            Duration.ofMinutes(90),
            true,
            Map.of("team", "größe"));
    var arguments = new Arguments();

    JobRecord.write(new NewJob(ID, "hash", RANGE, 1000, options), "e1", arguments);

    assertThat(lines(arguments)).isEqualTo(new String(Golden.file("job-new.txt"), UTF_8));
  }

  @Test
  void uploadedJobIsWrittenAsItAlwaysWas() {
    var options =
        new NewJob.Options(
            0, OnError.COLLECT, ResultStorage.KEPT, Duration.ofDays(1), false, Map.of());
    var spec = new JobSpec("square@1", Mode.MAP, new Input.Items());
    var arguments = new Arguments();

    JobRecord.write(new NewJob(ID, "hash", spec, NewJob.UNKNOWN, options), "e2", arguments);

    assertThat(lines(arguments)).isEqualTo(new String(Golden.file("job-upload.txt"), UTF_8));
  }

  @Test
  void runningJobIsRead() {
    var job = new JobRecord(hash("job-running.txt")).read(ID, 3);

    assertThat(job.state()).isEqualTo(JobState.RUNNING);
    assertThat(job.spec()).isEqualTo(RANGE);
    assertThat(job.counts()).isEqualTo(new Job.Counts(1000, true, 650, 100, 240, 10, 0, 20, 200));
    assertThat(job.chunks()).isEqualTo(new Job.Chunks(5, 3, 1));
    assertThat(job.times())
        .isEqualTo(
            new Job.Times(
                Instant.ofEpochMilli(1_800_000_000_000L),
                Instant.ofEpochMilli(1_800_000_001_000L),
                null,
                null));
    assertThat(job.error()).isEqualTo(new JobError(17, "ValueError", "größe", 2));
    assertThat(job.labels()).containsEntry("team", "größe");
  }

  @Test
  void retriedJobCountsItsGapsAsQueued() {
    var job = new JobRecord(hash("job-retried.txt")).read(ID, 3);

    assertThat(job.state()).isEqualTo(JobState.RUNNING);
    assertThat(job.counts()).isEqualTo(new Job.Counts(1000, true, 100, 10, 890, 0, 0, 20, 200));
    assertThat(job.times().finished()).isNull();
    assertThat(job.error()).isNull();
    assertThat(job.history())
        .containsExactly(
            new Transition(3, JobState.RUNNING, Instant.ofEpochMilli(1_800_000_001_000L)),
            new Transition(4, JobState.PARTIAL, Instant.ofEpochMilli(1_800_000_002_000L)),
            new Transition(5, JobState.RUNNING, Instant.ofEpochMilli(1_800_000_003_000L)));
  }

  @Test
  void endedJobIsRead() {
    var job = new JobRecord(hash("job-ended.txt")).read(ID, 0);

    assertThat(job.state()).isEqualTo(JobState.CANCELLED);
    assertThat(job.counts()).isEqualTo(new Job.Counts(1000, true, 0, 0, 240, 10, 750, 20, 200));
    assertThat(job.times().finished()).isEqualTo(Instant.ofEpochMilli(1_800_000_002_000L));
    assertThat(job.times().expires())
        .isEqualTo(Instant.ofEpochMilli(1_800_000_002_000L).plus(Duration.ofMinutes(90)));
  }

  @Test
  void uploadCountsWhatHasArrived() {
    var job = new JobRecord(hash("job-accepting.txt")).read(ID, 0);

    assertThat(job.state()).isEqualTo(JobState.ACCEPTING);
    assertThat(job.counts()).isEqualTo(new Job.Counts(30, false, 30, 0, 0, 0, 0, 0, 0));
    assertThat(job.error()).isNull();
  }

  private static String lines(Arguments arguments) {
    var values = arguments.toArray();
    var fields = new TreeMap<String, String>();
    for (int i = 0; i < values.length; i += 2) {
      fields.put(new String(values[i], UTF_8), new String(values[i + 1], UTF_8));
    }
    return fields.entrySet().stream()
        .map(field -> field.getKey() + " = " + field.getValue() + "\n")
        .collect(Collectors.joining());
  }

  private static Map<byte[], byte[]> hash(String name) {
    var hash = new IdentityHashMap<byte[], byte[]>();
    var packed = new TreeMap<String, String>();
    new String(Golden.file(name), UTF_8)
        .lines()
        .map(line -> line.split(" = ", 2))
        .forEach(
            field -> {
              if (OPAQUE.contains(field[0])) {
                hash.put(field[0].getBytes(UTF_8), field[1].getBytes(UTF_8));
              } else {
                packed.put(field[0], field[1]);
              }
            });
    hash.put(PackedRecord.FIELD.getBytes(UTF_8), pack(packed));
    return hash;
  }

  private static byte[] pack(Map<String, String> fields) {
    try (var packer = MessagePack.newDefaultBufferPacker()) {
      packer.packMapHeader(fields.size());
      for (var field : fields.entrySet()) {
        packer.packString(field.getKey());
        if (field.getValue().matches("-?\\d+")) {
          packer.packLong(Long.parseLong(field.getValue()));
        } else {
          packer.packString(field.getValue());
        }
      }
      return packer.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
