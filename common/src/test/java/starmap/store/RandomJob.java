package starmap.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import starmap.chunk.Block;
import starmap.chunk.Part;
import starmap.job.JobError;
import starmap.job.JobId;
import starmap.job.NewJob;
import starmap.job.OnError;
import starmap.job.ResultStorage;
import starmap.wire.SegmentWriter;

/** The model of one job in a random schedule: what was asked for, and what must come out. */
final class RandomJob {
  private static final List<ResultStorage> STORAGES = List.of(ResultStorage.values());

  final JobPlan plan;
  final long total;
  final List<Block> blocks = new ArrayList<>();
  final TreeMap<Long, String> read = new TreeMap<>();
  int stored;
  boolean created;
  boolean sealed;
  boolean purged;
  private final int failEvery;

  RandomJob(Random random, JobId id) {
    boolean upload = random.nextBoolean();
    total = random.nextInt(random.nextInt(4) == 0 ? 400 : 40);
    failEvery = random.nextInt(3) == 0 ? 5 + random.nextInt(20) : 0;
    plan =
        new JobPlan(
            id,
            upload ? NewJob.UNKNOWN : total,
            random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(12),
            random.nextInt(4) == 0 ? OnError.FAIL : OnError.COLLECT,
            STORAGES.get(random.nextInt(3)),
            upload && random.nextBoolean());
    for (long at = 0; upload && at < total; ) {
      int count = (int) Math.min(total - at, 1 + random.nextInt(30));
      blocks.add(Parts.block(at, count));
      at += count;
    }
  }

  JobId id() {
    return plan.id();
  }

  boolean isUpload() {
    return plan.total() < 0;
  }

  boolean fails(long index) {
    return failEvery > 0 && index % failEvery == failEvery - 1;
  }

  /** The value, or the type of the error. */
  String expected(long index) {
    return fails(index) ? "Error" + index : Long.toString(index * index);
  }

  /** What an honest worker records for a stretch. */
  Part.Recorded compute(long start, int length) {
    var writer = new SegmentWriter();
    JobError first = null;
    for (long i = start; i < start + length; i++) {
      if (fails(i)) {
        writer.failure(expected(i), "no", 1);
        first = first == null ? new JobError(i, expected(i), "no", 1) : first;
      } else {
        writer.value(expected(i).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      }
    }
    return new Part.Recorded(writer.finish(), first);
  }

  /** Notes a segment that was read; it must say what the model says, every time. */
  void read(JobStore.Entry entry) {
    var values = Scene.values(entry);
    for (int i = 0; i < values.size(); i++) {
      long index = entry.start() + i;
      var value = values.get(i);
      var before = read.put(index, value);
      boolean right = value.equals(expected(index)) || value.equals(Sweep.CRASHED);
      if (!right || (before != null && !before.equals(value))) {
        throw new AssertionError(
            "item %d of %s is %s, was %s, expected %s"
                .formatted(index, id(), value, before, expected(index)));
      }
    }
  }

  void startAnew() {
    read.clear();
    stored = 0;
    created = false;
    sealed = false;
    purged = true;
  }

  @Override
  public String toString() {
    return "%s total %d, blocks %s"
        .formatted(plan, total, blocks.stream().map(Block::count).toList());
  }
}
