package starmap.api.result;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
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
 * Tells whether a client still listens. Servlets learn that only when they send something, which a
 * call that waits for a slow item does not; Tomcat can look at its socket. A client that has closed
 * its sending side counts as gone, as with most proxies.
 */
public final class Client {
  private static final String ATTRIBUTE = Client.class.getName();

  private final org.apache.coyote.@Nullable Request connection;

  private Client(org.apache.coyote.@Nullable Request connection) {
    this.connection = connection;
  }

  /** The one that sent this request. */
  public static Client of(HttpServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof Client client ? client : new Client(null);
  }

  /** Ends the request of a client that is gone. Call it on the request's own thread only. */
  public void requireHere() throws CloseNowException {
    if (connection != null) {
      connection.action(ActionCode.AVAILABLE, true);
      if (connection.getAvailable() > 0) {
        throw new CloseNowException("the client is gone");
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
      request.setAttribute(ATTRIBUTE, new Client(request.getCoyoteRequest()));
      getNext().invoke(request, response);
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
