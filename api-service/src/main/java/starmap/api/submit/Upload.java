package starmap.api.submit;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import starmap.api.connection.Client;
import starmap.api.result.ResultStream;

/**
 * The input of a direct call on its way into the store, on a thread of its own where it may have
 * any length. Closing it ends the thread and waits for that.
 */
public final class Upload implements ResultStream.Sender, AutoCloseable {
  /** So long results may wait for the sender to be done, should that be soon. */
  private static final Duration HEAD_START = Duration.ofSeconds(1);

  private final Client client;
  private final @Nullable Intake intake;
  private final @Nullable Thread thread;
  private volatile @Nullable Throwable failure;

  private Upload(Client client, @Nullable Intake intake) {
    this.client = client;
    this.intake = intake;
    this.thread = intake == null ? null : Thread.ofVirtual().unstarted(() -> run(intake));
  }

  /** Of an input that is complete. */
  public static Upload complete(Client client) {
    return new Upload(client, null);
  }

  static Upload start(Client client, Intake intake) {
    var upload = new Upload(client, intake);
    if (upload.thread != null) {
      upload.thread.setName("upload");
      upload.thread.start();
    }
    return upload;
  }

  /** Waits until there is a job and reason to answer. */
  public void awaitStart() throws IOException {
    if (intake != null) {
      try {
        intake.awaitStart(HEAD_START);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
      requireRight();
    }
  }

  @Override
  public void require() throws IOException {
    requireRight();
    if (intake == null || intake.isWhole()) {
      client.requireHere();
    }
  }

  @Override
  public boolean isAnswered(long items) {
    return intake != null && intake.isPausedAt(items);
  }

  @Override
  public void close() {
    if (intake == null || thread == null) {
      return;
    }
    intake.stop();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    intake.close();
    if (!intake.isWhole()) {
      client.leaveBody();
    }
  }

  private void run(Intake from) {
    try {
      from.run(true);
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
    } finally {
      from.ended();
    }
  }

  private void requireRight() throws IOException {
    switch (failure) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Throwable e -> throw new IllegalStateException("an upload failed", e);
    }
  }
}
