package starmap.store;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/** The invariants that one look at one job can tell. */
final class JobRules {
  private final RawJob job;
  private final List<String> wrong = new ArrayList<>();

  JobRules(RawJob job) {
    this.job = job;
  }

  List<String> wrong() {
    return wrong;
  }

  void check() {
    counts();
    segments();
    contiguous();
    input();
    if (isOpen()) {
      covered();
    }
    if (job.isTerminal()) {
      ended();
    } else {
      running();
    }
  }

  /** Whether it computes something, or may do so again. */
  private boolean isOpen() {
    return !job.isTerminal() || job.isRetryable();
  }

  @SuppressWarnings("AnnotateFormatMethod") // that annotation is not on the class path
  private void expect(boolean holds, String format, Object... values) {
    if (!holds) {
      wrong.add(format.formatted(values) + " (" + job.state() + " job " + job.id() + ")");
    }
  }

  /**
   * I1: each index is recorded, outstanding, a gap or not yet dispatched, and only one of these.
   */
  private void covered() {
    var spans = new ArrayList<>(job.done());
    spans.addAll(job.gaps());
    job.outstanding().forEach(chunk -> spans.add(chunk.span()));
    spans.sort(Comparator.comparingLong(RawJob.Span::start));
    long at = 0;
    for (var span : spans) {
      expect(span.start() == at, "I1: %s after index %d", span, at);
      at = span.end();
    }
    expect(at == job.number("cursor"), "I1: covered to %d, cursor %d", at, job.number("cursor"));
  }

  /** I2: the counters agree with the segments, and everything adds up to the total. */
  private void counts() {
    long recorded = job.number("succeeded") + job.number("failed");
    long items = job.done().stream().mapToLong(RawJob.Span::length).sum();
    expect(recorded == items, "I2: %d items counted, %d recorded", recorded, items);
    if (!job.storage().equals("NONE")) {
      long failed = job.done().stream().mapToLong(RawJob.Span::failed).sum();
      expect(job.number("failed") == failed, "I2: failed counts %d", job.number("failed"));
      int segments = job.recorded().log().size();
      expect(job.number("recorded") == segments, "I2: %d segments", segments);
    }
    long gaps = job.gaps().stream().mapToLong(RawJob.Span::length).sum();
    expect(job.number("again") == gaps, "I2: %d items in gaps", gaps);
    if (isOpen()) {
      long outstanding = job.outstanding().stream().mapToLong(c -> c.span().length()).sum();
      long waiting = job.known() - job.number("cursor") + gaps;
      long sum = recorded + outstanding + waiting;
      long total = Math.max(0, job.known());
      expect(
          sum == total || job.known() < 0,
          "I2: %d recorded + %d outstanding + %d waiting of %d",
          recorded,
          outstanding,
          waiting,
          total);
    }
  }

  /** The two indexes and the segments themselves name the same stretches. */
  private void segments() {
    var recorded = job.recorded();
    var log = new HashSet<>(recorded.log());
    expect(log.size() == recorded.log().size(), "index: the log names a stretch twice");
    var starts =
        recorded.map().stream()
            .map(entry -> entry.substring(0, entry.indexOf(':')))
            .collect(Collectors.toSet());
    expect(starts.size() == recorded.map().size(), "index: the map names a start twice");
    switch (job.storage()) {
      case "NONE" -> expect(recorded.segments().isEmpty(), "index: segments are kept");
      case "KEPT" -> {
        expect(log.equals(new HashSet<>(recorded.map())), "index: map and log differ");
        expect(starts.equals(recorded.segments().keySet()), "index: map and segments differ");
      }
      default -> {
        expect(log.containsAll(recorded.map()), "index: the map knows more than the log");
        expect(starts.containsAll(recorded.segments().keySet()), "index: segments without entry");
        long bytes = recorded.segments().values().stream().mapToLong(String::length).sum();
        expect(job.number("unread") == bytes, "unread: %d, but %d", job.number("unread"), bytes);
      }
    }
  }

  private void contiguous() {
    long at = 0;
    for (var span : job.done()) {
      if (span.start() == at) {
        at = span.end();
      }
    }
    expect(job.number("contig") == at, "contig: %d, but it is %d", job.number("contig"), at);
  }

  private void running() {
    long leased =
        job.outstanding().stream()
            .filter(chunk -> chunk.state() == 'L')
            .mapToLong(chunk -> chunk.span().length())
            .sum();
    expect(job.number("running") == leased, "running: %d, but %d", job.number("running"), leased);
    long delayed = job.outstanding().stream().filter(chunk -> chunk.state() == 'D').count();
    expect(job.number("delayed") == delayed, "delayed: %d, but %d", job.number("delayed"), delayed);
  }

  /** Blocks are stored exactly as long as an item of them may have to be computed. */
  private void input() {
    if (!isOpen()) {
      return;
    }
    var open = job.openItems();
    var unstored = (BitSet) open.clone();
    for (var block : job.stored()) {
      var within = open.get((int) block.start(), (int) block.end());
      expect(!within.isEmpty(), "input: %s is not needed", block);
      var counted = job.input().getOrDefault("n" + block.start(), "0");
      long over = block.length() - within.cardinality();
      expect(Long.parseLong(counted) == over, "input: n%d = %s", block.start(), counted);
      unstored.clear((int) block.start(), (int) block.end());
    }
    expect(unstored.isEmpty(), "input: of %s is gone", unstored);
    long waiting = job.waiting();
    expect(job.number("waiting") == waiting, "waiting: %d, but %d", job.number("waiting"), waiting);
    for (var chunk : job.outstanding()) {
      var name = chunk.block() + "," + chunk.blockSize();
      expect(chunk.block() < 0 || job.input().containsKey(name), "input: no block %s", name);
    }
    for (var name : job.blocksOfGaps()) {
      expect(name.isEmpty() || job.input().containsKey(name), "input: no block %s", name);
    }
  }

  private void ended() {
    expect(job.chunks().isEmpty(), "ended: chunks are left");
    boolean isBare = job.input().isEmpty() && job.blocks().isEmpty() && job.again().isEmpty();
    expect(isBare || job.isRetryable(), "ended: input is left");
    expect(job.number("reopening") == 0, "ended: and reopening");
    expect(job.number("running") == 0, "ended: something is running");
    long recorded = job.number("succeeded") + job.number("failed");
    boolean complete = recorded == job.number("total");
    switch (job.state()) {
      case "SUCCEEDED" -> expect(complete && job.number("failed") == 0, "ended: items are missing");
      case "PARTIAL" -> expect(complete && job.number("failed") > 0, "ended: items are missing");
      default -> expect(recorded <= Math.max(0, job.known()), "ended: %d items", recorded);
    }
  }
}
