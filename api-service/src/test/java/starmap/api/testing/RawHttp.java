package starmap.api.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;

/**
 * Sends bytes as they are, and shows answers as they are: framing, trailers and all.
 *
 * @param port where the service listens on loopback
 */
public record RawHttp(int port) {
  private static final int PATIENCE_MILLIS = 30_000;

  /** A POST of JSON with further headers, each ended by CRLF; the connection is closed after. */
  public String post(String path, String headers, String body) {
    return exchange(
        "POST %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: %d\r\n%s\r\n%s"
            .formatted(path, body.length(), headers, body));
  }

  /** Sends a request and reads until the service closes. */
  public String exchange(String request) {
    try (var socket = open(request)) {
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a request, ends the sending side, and reads until the service closes. */
  public String halfClosed(String request) {
    try (var socket = open(request)) {
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends something and leaves the connection open. */
  public Socket open(String request) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.getOutputStream().write(request.getBytes(ISO_8859_1));
    socket.getOutputStream().flush();
    return socket;
  }
}
