package starmap.standalone;

import java.util.concurrent.CountDownLatch;

/** Keeps a command in the foreground. */
final class Foreground {
  private Foreground() {}

  /** Returns never: the process ends by a signal, and shutdown hooks tidy up. */
  static int stay() throws InterruptedException {
    new CountDownLatch(1).await();
    return 0;
  }
}
