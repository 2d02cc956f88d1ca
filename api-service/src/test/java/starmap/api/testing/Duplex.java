package starmap.api.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** A request whose body is sent and whose answer is read at the same time, piece by piece. */
public final class Duplex implements AutoCloseable {
  private final Socket socket;
  private final OutputStream out;
  private final InputStream in;
  private final List<String> trailers = new ArrayList<>();
  private List<String> head = List.of();
  private InputStream body = InputStream.nullInputStream();

  /** Sends the head of a request; each of {@code headers} is ended by CRLF. */
  public Duplex(RawHttp raw, String request, String headers) throws IOException {
    socket =
        raw.open(
            "%s HTTP/1.1\r\nHost: localhost\r\nTE: trailers\r\nTransfer-Encoding: chunked\r\n%s\r\n"
                .formatted(request, headers));
    socket.setTcpNoDelay(true);
    out = socket.getOutputStream();
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** Sends some of the body. */
  public Duplex send(String text) throws IOException {
    return send(text.getBytes(UTF_8));
  }

  /** Sends some of the body. */
  public Duplex send(byte[] bytes) throws IOException {
    var chunk = new ByteArrayOutputStream();
    chunk.writeBytes("%x\r\n".formatted(bytes.length).getBytes(US_ASCII));
    chunk.writeBytes(bytes);
    chunk.writeBytes("\r\n".getBytes(US_ASCII));
    out.write(chunk.toByteArray());
    out.flush();
    return this;
  }

  /** Ends the body. */
  public Duplex end() throws IOException {
    out.write("0\r\n\r\n".getBytes(US_ASCII));
    out.flush();
    return this;
  }

  /** The lines of the answer's head; waits for them. */
  public List<String> head() throws IOException {
    if (head.isEmpty()) {
      var lines = new ArrayList<String>();
      for (var line = rawLine(); !line.isEmpty(); line = rawLine()) {
        lines.add(line);
      }
      head = lines;
      body = head.contains("Transfer-Encoding: chunked") ? new Chunks() : in;
    }
    return head;
  }

  /** The answer's body, without its framing. */
  public InputStream body() throws IOException {
    var _ = head();
    return body;
  }

  /** The next line of the answer's body; empty at its end. */
  public String line() throws IOException {
    return line(body());
  }

  /** The next line of a stream, of which no more is read. */
  public static String line(InputStream from) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int one = from.read(); one >= 0 && one != '\n'; one = from.read()) {
      line.write(one);
    }
    return line.toString(UTF_8);
  }

  /** What follows the answer's body. */
  public List<String> trailers() {
    return trailers;
  }

  /** Whether the service has closed the connection, as far as all of its answer was read. */
  public boolean isClosed() throws IOException {
    try {
      return in.read() < 0;
    } catch (java.net.SocketException _) {
      return true;
    }
  }

  /** The connection. */
  public Socket socket() {
    return socket;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private String rawLine() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int one = in.read(); one != '\n'; one = in.read()) {
      if (one < 0) {
        throw new EOFException("behind " + line);
      }
      line.write(one);
    }
    return line.toString(UTF_8).stripTrailing();
  }

  private final class Chunks extends InputStream {
    private int left;
    private boolean ended;

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int most) throws IOException {
      if (left == 0 && !ended) {
        left = Integer.parseInt(rawLine(), 16);
        ended = left == 0;
        for (var line = ended ? rawLine() : ""; !line.isEmpty(); line = rawLine()) {
          trailers.add(line);
        }
      }
      if (ended) {
        return -1;
      }
      int count = in.read(target, offset, Math.min(most, left));
      if (count < 0) {
        throw new EOFException("the answer was cut");
      }
      left -= count;
      if (left == 0) {
        var _ = rawLine();
      }
      return count;
    }
  }
}
