package starmap.worker.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;

/** A child as runs see it, one after the other: what it was told, and what it owes. */
final class Child {
  private static final long SETTLE_NANOS = Duration.ofMillis(200).toNanos();

  private final ChildProcess process;
  private String header = "";
  private int given;
  private int owed;
  private boolean proven;
  private boolean useful;

  Child(ChildProcess process) {
    this.process = process;
  }

  ChildProcess process() {
    return process;
  }

  Answers answers() {
    return process.answers();
  }

  /** How many items it was given in its life. */
  int given() {
    return given;
  }

  /** Whether it has ever said anything. */
  boolean isProven() {
    return proven;
  }

  /** It has said that it is ready. */
  void prove() {
    proven = true;
  }

  /** Whether it has ever answered an item. */
  boolean isUseful() {
    return useful;
  }

  /** It has answered an item. */
  void answered() {
    proven = true;
    useful = true;
  }

  /** Says how the following items are to be called, unless it knows. */
  void tell(String line) {
    if (!header.equals(line)) {
      header = line;
      process.send((line + "\n").getBytes(UTF_8));
    }
  }

  void send(Batch batch, int done) {
    given += batch.count() - done;
    process.send(batch.message(done));
  }

  /** Nobody wants so many of its answers any more. */
  void owe(int answers) {
    owed = answers;
  }

  /** Whether it may be given to a run: it lives, and has neither too little to say nor too much. */
  boolean isSettled() throws InterruptedException {
    long end = System.nanoTime() + SETTLE_NANOS;
    while (owed > 0 && answers().next(Math.max(0, end - System.nanoTime())) == Answers.Next.LINE) {
      owed--;
    }
    return owed == 0 && !answers().isPending() && process.isAlive();
  }
}
