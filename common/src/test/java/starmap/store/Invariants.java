package starmap.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What must hold between any two calls of scripts, see {@code docs/protocol.md}. The checker
 * remembers what it saw, so that I5 and I6 are about all of a test.
 */
final class Invariants {
  private static final long NARROWEST_WINDOW = 16;

  private static final long WIDEST_WINDOW = 1024;

  /** So many chunks of a fixed size a slot claims at once, if they are tiny. */
  private static final long MOST_CLAIMED = 64;

  private static final long UNREAD_LIMIT = 32L << 20;

  private final Map<String, RawJob> before = new HashMap<>();
  private final List<String> wrong = new ArrayList<>();
  private boolean forgot;
  private long splits;
  private long widestWindow = NARROWEST_WINDOW;

  /** Says that outstanding chunks may have become more by so many without a dispatch. */
  void splits(int count) {
    splits += count;
  }

  /** Says that Redis lost something, so that what was seen before proves nothing. */
  void forget() {
    before.clear();
    forgot = true;
  }

  void check(RawState state) {
    wrong.clear();
    long slots = Long.parseLong(state.usage().getOrDefault("slots", "1"));
    widestWindow = Math.max(widestWindow, Math.min(WIDEST_WINDOW, 2 * slots));
    queues(state);
    bookkeeping(state);
    for (var job : state.jobs()) {
      var rules = new JobRules(job);
      rules.check();
      wrong.addAll(rules.wrong());
      window(job);
      progress(job, state);
      pause(job);
      history(job);
    }
    if (!wrong.isEmpty()) {
      throw new AssertionError(
          String.join("\n", wrong)
              + state.jobs().stream()
                  .map(Object::toString)
                  .collect(Collectors.joining("\n", "\n", "")));
    }
    before.clear();
    state.jobs().forEach(job -> before.put(job.incarnation(), job));
    forgot = false;
  }

  @SuppressWarnings("AnnotateFormatMethod") // that annotation is not on the class path
  private void expect(boolean holds, String format, Object... values) {
    if (!holds) {
      wrong.add(format.formatted(values));
    }
  }

  /**
   * I4: ready ⇔ in the ready set of its job's queue, unless the job is paused; leased or delayed ⇔
   * in the due set; nothing else is in these.
   */
  private void queues(RawState state) {
    var ready = new HashSet<String>();
    var due = new HashSet<String>();
    for (var job : state.jobs()) {
      for (var chunk : job.outstanding()) {
        boolean waits = chunk.state() == 'R';
        if (!waits || !job.isPaused()) {
          (waits ? ready : due).add(waits ? job.queue() + " " + chunk.id() : chunk.id());
        }
      }
    }
    expect(ready.equals(state.ready()), "I4: ready chunks %s, ready set %s", ready, state.ready());
    expect(due.equals(state.due()), "I4: leased and delayed %s, due set %s", due, state.due());
  }

  private void bookkeeping(RawState state) {
    var listed = state.jobs().stream().map(RawJob::id).collect(Collectors.toSet());
    for (var key : state.jobKeys()) {
      var id = key.substring((RawState.PREFIX + "j:").length()).split(":", -1)[0];
      expect(listed.contains(id), "keys: %s belongs to no job", key);
    }
    var active = state.jobs().stream().filter(job -> !job.isTerminal()).toList();
    var flows = active.stream().map(RawJob::id).collect(Collectors.toSet());
    expect(flows.equals(state.flow()), "flow: %s, but active are %s", state.flow(), flows);
    Set<String> deadlines =
        state.jobs().stream()
            .filter(RawJob::hasDeadline)
            .map(RawJob::id)
            .collect(Collectors.toSet());
    expect(
        state.jobs().stream()
            .filter(job -> job.isTerminal() && job.number("merge") == 1)
            .map(RawJob::id)
            .noneMatch(state.folding()::contains),
        "folding: %s, but some of these have ended",
        state.folding());
    expect(deadlines.equals(state.gc()), "gc: %s, but deadlines for %s", state.gc(), deadlines);
  }

  /** I3: outstanding ≤ the widest window so far + what was split off since the test began. */
  private void window(RawJob job) {
    int outstanding = job.chunks().size();
    long widest = job.number("size") > 0 ? MOST_CLAIMED * widestWindow : widestWindow;
    expect(
        outstanding <= Math.min(WIDEST_WINDOW, widest) + splits,
        "I3: %d chunks of %s are outstanding, window %d, splits %d",
        outstanding,
        job.id(),
        widest,
        splits);
    var old = before.get(job.incarnation());
    long most = Math.max(job.number("most"), old == null ? 0 : old.chunks().size());
    expect(
        job.number("most") == 0 || forgot || outstanding <= most + splits,
        "I3: %d chunks of %s are outstanding, at most %d may be, splits %d",
        outstanding,
        job.id(),
        job.number("most"),
        splits);
  }

  /** What is paused says so where it can, is not dispatched, and ends as any other. */
  private void pause(RawJob job) {
    boolean sealed = !job.isTerminal() && !job.state().equals("ACCEPTING");
    boolean told = !sealed || job.isPaused() == job.state().equals("PAUSED");
    expect(told, "paused: %s is %s", job.id(), job.state());
    expect(!job.isTerminal() || !job.isPaused(), "paused: %s has ended", job.id());
    var old = before.get(job.incarnation());
    boolean still = old != null && old.isPaused() && job.isPaused();
    expect(
        !still || old.number("cursor") == job.number("cursor"),
        "paused: %s is dispatched",
        job.id());
  }

  /** Whether its values still become one, which every sweep looks after. */
  private static boolean isFolding(RawJob job, RawState state) {
    return job.number("merge") == 1
        && job.number("folds") > 1
        && state.folding().contains(job.id());
  }

  /** I7, and liveness: what may run fills its window, unless its reader is behind. */
  private void progress(RawJob job, RawState state) {
    if (job.isTerminal()) {
      return;
    }
    boolean waits = job.number("cursor") < job.known() || job.number("again") > 0;
    expect(
        job.state().equals("ACCEPTING")
            || !job.chunks().isEmpty()
            || job.number("reopening") > 0
            || waits
            || isFolding(job, state),
        "I7: %s is %s, but everything is recorded",
        job.id(),
        job.state());
    boolean mayRun = !job.state().equals("ACCEPTING") || job.number("early") == 1;
    if (!mayRun || job.isPaused() || job.number("unread") >= UNREAD_LIMIT) {
      return;
    }
    long most = job.number("most") == 0 ? NARROWEST_WINDOW : job.number("most");
    expect(
        job.chunks().size() >= Math.min(most, NARROWEST_WINDOW) || !waits,
        "I7: %s has undispatched items, and only %d chunks are outstanding",
        job.id(),
        job.chunks().size());
  }

  /** I5 and I6, against what the last check saw of the same incarnation. */
  private void history(RawJob job) {
    var old = before.get(job.incarnation());
    if (old == null) {
      return;
    }
    expect(
        !old.isTerminal() || old.state().equals(job.state()),
        "I6: %s was %s and is %s",
        job.id(),
        old.state(),
        job.state());
    if (old.number("reopening") > 0) {
      return;
    }
    var now = job.recorded();
    old.recorded()
        .segments()
        .forEach(
            (start, segment) -> {
              boolean dropped =
                  !now.segments().containsKey(start) && job.storage().equals("UNTIL_READ");
              expect(
                  dropped || segment.equals(now.segments().get(start)),
                  "I5: segment %s of %s changed",
                  start,
                  job.id());
            });
    var oldLog = old.recorded().log();
    expect(
        now.log().size() >= oldLog.size() && now.log().subList(0, oldLog.size()).equals(oldLog),
        "I5: the log of %s was rewritten",
        job.id());
  }
}
