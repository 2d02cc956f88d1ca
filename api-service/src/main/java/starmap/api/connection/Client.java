package starmap.api.connection;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.coyote.CloseNowException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Tells whether a client still listens, and whether more of its body is there. Servlets learn the
 * first only when they send something, which a call that waits for a slow item does not, and the
 * second not at all; Tomcat can look at its socket. A client that has closed its sending side
 * counts as gone, as with most proxies.
 */
public final class Client {
  private static final String ATTRIBUTE = Client.class.getName();

  /** So long a client may go on sending what nobody wants, so that it sees its answer first. */
  private static final Duration LINGER = Duration.ofSeconds(1);

  private final org.apache.coyote.@Nullable Request connection;
  private volatile boolean left;

  private Client(org.apache.coyote.@Nullable Request connection) {
    this.connection = connection;
  }

  /** The client of a request. */
  public static Client of(HttpServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof Client client ? client : new Client(null);
  }

  /** Ends the request of a client that is gone. Call it only when nothing reads the body. */
  public void requireHere() throws CloseNowException {
    if (connection != null && isThere(connection)) {
      throw new CloseNowException("the client is gone");
    }
  }

  /** The rest of the body will not be read: the connection closes behind the answer. */
  public void leaveBody() {
    left = true;
  }

  /** Whether reading the body would answer at once, if only that it ends or that it broke off. */
  boolean hasArrived(InputStream body) throws IOException {
    return connection == null
        || body.available() > 0
        || connection.isFinished()
        || isThere(connection);
  }

  private static boolean isThere(org.apache.coyote.Request connection) {
    connection.action(ActionCode.AVAILABLE, true);
    return connection.getAvailable() > 0;
  }

  /** Tomcat would read the rest first, which may have no end. */
  private void close(Request request, Response response) {
    try {
      response.finishResponse();
      linger(request.getInputStream());
    } catch (IOException _) {
      // it is gone
    }
    request.getCoyoteRequest().action(ActionCode.CLOSE_NOW, null);
  }

  private void linger(InputStream body) throws IOException {
    var sink = new byte[8 * 1024];
    long end = System.nanoTime() + LINGER.toNanos();
    for (int count = 0; count >= 0 && System.nanoTime() < end; ) {
      if (hasArrived(body)) {
        count = body.read(sink);
      } else {
        LockSupport.parkNanos(Arrivals.PAUSE.toNanos());
      }
    }
  }

  /** Remembers the connection of each request. */
  private static final class Rememberer extends ValveBase {
    Rememberer() {
      super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
      var client = new Client(request.getCoyoteRequest());
      request.setAttribute(ATTRIBUTE, client);
      getNext().invoke(request, response);
      if (client.left) {
        client.close(request, response);
      }
    }
  }

  /** Puts it into Tomcat. */
  @Component
  static final class Installer
      implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
    @Override
    public void customize(TomcatServletWebServerFactory tomcat) {
      tomcat.addEngineValves(new Rememberer());
    }
  }
}
