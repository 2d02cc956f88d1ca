package starmap.api.connection;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.apache.coyote.CloseNowException;

/**
 * The body of a request as it arrives. Before it waits for more it says so, and whoever waits can
 * be told to give up, which is not possible while Tomcat itself waits.
 */
public final class Arrivals extends InputStream {
  /** The longest time between two looks. */
  static final Duration PAUSE = Duration.ofMillis(20);

  private static final Duration FIRST_PAUSE = Duration.ofNanos(100_000);

  /** So long more is expected at once, and nobody is told that it is not there. */
  private static final Duration MOMENT = Duration.ofMillis(2);

  /** A sender may be silent for so long. */
  private static final Duration SILENCE = Duration.ofMinutes(10);

  private final Client client;
  private final InputStream in;
  private final Runnable beforeWaiting;
  private volatile boolean ended;

  /** {@code beforeWaiting} is called whenever everything that has arrived was read. */
  public Arrivals(HttpServletRequest request, Runnable beforeWaiting) throws IOException {
    this.client = Client.of(request);
    this.in = request.getInputStream();
    this.beforeWaiting = beforeWaiting;
  }

  /** Nobody wants more: from any thread. A read that waits fails soon. */
  public void end() {
    ended = true;
  }

  /** Whether nobody wants more. */
  public boolean isEnded() {
    return ended;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int most) throws IOException {
    if (!await(MOMENT)) {
      beforeWaiting.run();
      if (!await(SILENCE)) {
        throw new CloseNowException("the sender was silent for " + SILENCE);
      }
    }
    return in.read(target, offset, most);
  }

  /** Whether another packed stream follows is told by reading on, never by what has arrived. */
  @Override
  public int available() {
    return 1;
  }

  private boolean await(Duration time) throws IOException {
    long end = System.nanoTime() + time.toNanos();
    long pause = FIRST_PAUSE.toNanos();
    while (!client.hasArrived(in)) {
      if (System.nanoTime() > end) {
        return false;
      }
      if (ended) {
        throw new CloseNowException("nobody wants the rest of this body");
      }
      LockSupport.parkNanos(pause);
      pause = Math.min(2 * pause, PAUSE.toNanos());
    }
    return true;
  }
}
