package starmap.worker.process;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * What is on its way to a child. A thread of its own writes it, because a child that does not read
 * must stop nobody else.
 */
final class Outbox {
  private static final byte[] END = {};

  private final BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();

  /** Sends bytes that nobody changes any more. */
  void send(byte[] message) {
    messages.add(message);
  }

  /** Nothing follows: the child's standard input ends. */
  void end() {
    messages.add(END);
  }

  /** Writes until the end, or until the child is gone. */
  void write(OutputStream out) {
    try (out) {
      for (var next = messages.take(); next.length > 0; next = messages.take()) {
        out.write(next);
        out.flush();
      }
    } catch (IOException _) {
      messages.clear(); // the child is gone, and its answers tell why
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
