package starmap.fault;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * One connection through the proxy. Answers come in the order of the commands, also those that the
 * proxy gives itself: {@code expected} is what is still to be answered.
 */
final class Relay {
  private static final long LATE_MILLIS = 50;

  private final FaultProxy proxy;
  private final Socket client;
  private final Socket redis;
  private final Deque<Expected> expected = new ArrayDeque<>();
  private boolean mute;

  Relay(FaultProxy proxy, Socket client, Socket redis) {
    this.proxy = proxy;
    this.client = client;
    this.redis = redis;
  }

  /** What is to be answered next; {@code fault} says how. */
  private record Expected(Optional<Fault> fault) {
    Optional<String> ownAnswer() {
      return fault.flatMap(Fault::error).map(line -> "-" + line + "\r\n");
    }
  }

  void start(Runnable atEnd) {
    Thread.ofVirtual().start(() -> pump(this::commands, () -> {}));
    Thread.ofVirtual().start(() -> pump(this::answers, atEnd));
  }

  /** Ends the connection as a crash of the other side does. */
  void reset() {
    try {
      client.setSoLinger(true, 0);
    } catch (IOException _) {
      // it has ended already
    }
    close(client);
    close(redis);
  }

  private void commands() throws IOException {
    var reader = new RespReader(client.getInputStream());
    while (true) {
      var frame = reader.next();
      var fault = proxy.next(new Command(frame.words()));
      switch (fault.orElse(null)) {
        case HANGS_BEFORE -> hang();
        case RESET_BEFORE -> reset();
        case LATE -> {
          pause();
          forward(frame, fault);
        }
        case null, default -> forward(frame, fault);
      }
    }
  }

  /** Later commands are not carried out either. */
  private void hang() throws IOException {
    mute();
    var rest = client.getInputStream();
    while (rest.read() >= 0) {
      // the other side may end it
    }
    throw new IOException("the client has ended the connection");
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(LATE_MILLIS);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private synchronized void forward(RespReader.Frame frame, Optional<Fault> fault)
      throws IOException {
    var next = new Expected(fault);
    int answers = answersTo(new Command(frame.words()));
    for (int i = 0; i < answers; i++) {
      expected.add(next);
    }
    if (next.ownAnswer().isEmpty()) {
      redis.getOutputStream().write(frame.bytes());
    }
    answerOurselves();
  }

  private static int answersTo(Command command) {
    return command.name().endsWith("SUBSCRIBE") ? command.words().size() - 1 : 1;
  }

  private void answers() throws IOException {
    var reader = new RespReader(redis.getInputStream());
    while (true) {
      answered(reader.next());
    }
  }

  private synchronized void answered(RespReader.Frame frame) throws IOException {
    boolean hint = frame.isPush() && !frame.words().getFirst().endsWith("subscribe");
    var fault = hint ? Optional.<Fault>empty() : expected.remove().fault();
    if (fault.equals(Optional.of(Fault.RESET_AFTER))) {
      reset();
      throw new IOException("reset");
    }
    mute |= fault.equals(Optional.of(Fault.HANGS_AFTER));
    send(frame.bytes());
    answerOurselves();
  }

  private void answerOurselves() throws IOException {
    while (!expected.isEmpty() && expected.getFirst().ownAnswer().isPresent()) {
      send(expected.remove().ownAnswer().orElseThrow().getBytes(ISO_8859_1));
    }
  }

  private void send(byte[] bytes) throws IOException {
    if (!mute) {
      client.getOutputStream().write(bytes);
    }
  }

  private synchronized void mute() {
    mute = true;
  }

  private void pump(Pump pump, Runnable atEnd) {
    try {
      pump.run();
    } catch (IOException _) {
      close(client);
      close(redis);
    } finally {
      atEnd.run();
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // it has ended already
    }
  }

  @FunctionalInterface
  private interface Pump {
    void run() throws IOException;
  }
}
