package starmap.worker.process;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import starmap.chunk.ClaimedChunk;
import starmap.worker.execute.FunctionRuntime;
import starmap.worker.execute.ItemSource;

/**
 * One chunk on its way through children. Items are sent ahead of the answers; what a child that
 * dies had not answered is sent again to the next one, but for the item that it died of.
 */
final class ProcessRun {
  private static final long LOOK_NANOS = Duration.ofMillis(100).toNanos();

  /** A batch that should have taken ten milliseconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final int MOST_FALSE_STARTS = 5;
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final ProcessFunction function;
  private final FunctionRuntime.Progress progress;
  private final Cargo cargo;
  private final boolean timed;
  private final List<Lane> lanes;
  private final Deque<Flight> flights = new ArrayDeque<>();
  private boolean more;
  private int falseStarts;

  ProcessRun(
      ProcessFunction function,
      ClaimedChunk chunk,
      ItemSource items,
      FunctionRuntime.Progress progress) {
    this.function = function;
    this.progress = progress;
    this.timed = chunk.spec().itemTimeout() != null;
    boolean suspect = chunk.strikes() > 0;
    var header = function.header(chunk.spec());
    this.lanes =
        Stream.generate(() -> new Lane(function.pool(), header))
            .limit(suspect ? 1 : Math.clamp(function.limits().children(), 1, chunk.id().length()))
            .toList();
    this.cargo = new Cargo(function, chunk, items, progress, lanes.size());
  }

  void run() {
    try {
      if (timed) {
        openBeforeTheTimeCounts(lanes);
      }
      more = progress.wantsMore();
      while (more) {
        step();
      }
    } finally {
      lanes.forEach(this::close);
    }
  }

  private void step() {
    try {
      send();
      var head = flights.peek();
      if (head == null) {
        more = cargo.tellRejection() && progress.wantsMore();
        return;
      }
      switch (await(head)) {
        case LINE -> answered(head);
        case NOTHING -> late(head);
        case END -> died(head);
      }
    } catch (StartException e) {
      notStarted(e.error());
    } catch (InterruptedException _) {
      interrupted();
    }
  }

  private void send() throws StartException, InterruptedException {
    for (int round = 0; round < cargo.ahead(); round++) {
      for (var lane : lanes) {
        if (lane.underWay() <= round) {
          sendOne(lane);
        }
      }
    }
  }

  /** What a child before has lost goes first. */
  private void sendOne(Lane lane) throws StartException, InterruptedException {
    var lost = flights.stream().filter(one -> one.lane() == lane && !one.isSent()).findFirst();
    if (lost.isPresent()) {
      lane.open();
      lane.send(lost.get());
    } else if (!cargo.isEmpty()) {
      lane.open();
      if (lane.room() <= 0 && lane.underWay() == 0) {
        lane.renew();
        lane.open();
      }
      var batch = lane.room() <= 0 ? null : cargo.load(lane.room(), flights.isEmpty());
      if (batch != null) {
        var flight = new Flight(batch, lane);
        flights.add(flight);
        lane.send(flight);
      }
    }
  }

  /** Waits for the next line about a flight; nothing where its time is over. */
  private Answers.Next await(Flight head) throws InterruptedException {
    var answers = head.lane().child().answers();
    var next = answers.next(0);
    while (next == Answers.Next.NOTHING) {
      if (progress.isCancelled()) {
        throw new InterruptedException();
      }
      long left = timeLeft(head);
      if (left <= 0) {
        return next;
      }
      next = answers.next(Math.min(left, LOOK_NANOS));
    }
    return next;
  }

  private long timeLeft(Flight head) {
    var timeout = function.limits().timeout();
    boolean several = isInseparable(head) && function.together() == 1;
    if (several && head.lane().child().isProven()) {
      timeout = timeout == null || timeout.compareTo(PATIENCE) > 0 ? PATIENCE : timeout;
    }
    if (timeout == null) {
      return Long.MAX_VALUE;
    }
    long began = Math.max(head.sentAt(), head.lane().heardAt());
    return timeout.toNanos() - (System.nanoTime() - began);
  }

  /** Whether nobody can say which of its items a flight is at. */
  private boolean isInseparable(Flight flight) {
    return function.protocol() != Protocol.LINES && flight.left() > 1;
  }

  private void answered(Flight head) {
    var lane = head.lane();
    var answers = lane.child().answers();
    lane.heard();
    int items = function.protocol() == Protocol.LINES ? 1 : head.left();
    Answer answer;
    try {
      answer = Answer.read(function.protocol(), answers, items);
    } catch (BadAnswerException e) {
      blame(head, e.error());
      return;
    }
    falseStarts = 0;
    head.advance(items);
    if (head.left() == 0) {
      flights.remove();
      long began = Math.max(head.sentAt(), lane.landedAt());
      lane.landed();
      cargo.took(head.batch().count(), lane.heardAt() - began, answers.to() - answers.from());
    }
    for (int i = 0; i < items && more; i++) {
      answer.tell(i, progress, function.limits().permanent());
      more = progress.wantsMore();
    }
  }

  private void late(Flight head) {
    boolean proven = head.lane().child().isProven();
    var hint =
        proven
            ? ""
            : "; its child never answered: a program must flush what it writes after each line";
    blame(
        head,
        ItemError.passing(
            ItemError.TIMED_OUT,
            "the item took longer than %s, the timeout of its function%s"
                .formatted(function.limits().timeout(), hint)));
  }

  private void died(Flight head) {
    var child = head.lane().child();
    var error = child.process().death();
    boolean maybeOfOthers = error.type().equals("OutOfMemory") && child.isUseful();
    if (maybeOfOthers && !isInseparable(head)) {
      lose(head.lane());
    } else {
      blame(head, error);
    }
  }

  private void interrupted() {
    if (progress.isCancelled()) {
      more = false;
      lanes.stream().filter(lane -> lane.underWay() > 0).forEach(this::lose);
      return;
    }
    // the job's own time-out, which is what progress says then
    var error = ItemError.passing("Interrupted", "the item was interrupted");
    var head = flights.peek();
    if (head == null) {
      fail(error);
    } else {
      blame(head, error);
    }
  }

  /** The item at hand is what a child was lost for; of several, each is tried for itself. */
  private void blame(Flight head, ItemError error) {
    lose(head.lane());
    if (isInseparable(head)) {
      flights.remove();
      head.batch().singles(head.done()).reversed().stream()
          .map(single -> new Flight(single, head.lane()))
          .forEach(flights::addFirst);
      cargo.shrink();
      return;
    }
    fail(error);
  }

  private void lose(Lane lane) {
    lane.lose();
    flights.stream().filter(one -> one.lane() == lane).forEach(Flight::lose);
  }

  /** The item at hand fails, and the next one begins. */
  private void fail(ItemError error) {
    var head = flights.peek();
    if (head == null) {
      if (!cargo.skip()) {
        more = false;
        return;
      }
    } else {
      head.advance(1);
      if (head.left() == 0) {
        flights.remove();
      }
    }
    error.tell(progress);
    if (timed && head != null) {
      openBeforeTheTimeCounts(List.of(head.lane()));
    }
    more = progress.wantsMore();
  }

  /** What begins is no item's fault, but there is nobody else to tell. */
  private void notStarted(ItemError error) {
    lanes.stream().filter(lane -> !lane.isOpen()).forEach(this::lose);
    falseStarts++;
    fail(error);
    while (more && falseStarts >= MOST_FALSE_STARTS) {
      fail(error);
    }
    try {
      Thread.sleep(more ? PAUSE.multipliedBy(falseStarts) : Duration.ZERO);
    } catch (InterruptedException _) {
      interrupted();
    }
  }

  private void openBeforeTheTimeCounts(List<Lane> some) {
    try {
      for (var lane : some) {
        if (falseStarts == 0) {
          lane.open();
        }
      }
    } catch (StartException _) {
      // told when an item is at hand
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void close(Lane lane) {
    boolean lines = function.protocol() == Protocol.LINES;
    lane.close(
        flights.stream()
            .filter(one -> one.lane() == lane && one.isSent())
            .mapToInt(one -> lines ? one.left() : 1)
            .sum());
  }
}
