package starmap.api.connection;

import org.apache.coyote.http11.Http11NioProtocol;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * HTTP whose answers begin with small buffers, because thousands of them may wait. Tomcat allocates
 * three bytes for each that is asked for here, half of what it does by itself; an answer that needs
 * more asks for it.
 */
public final class SmallBuffers extends Http11NioProtocol {
  /** Tomcat keeps a buffer for the next answer up to sixteen times this. */
  private static final int SIZE = 4 * 1024;

  @Override
  public int getDesiredBufferSize() {
    return SIZE;
  }

  /** Puts it into Tomcat, which makes an instance of its own. */
  @Component
  static final class Installer
      implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
    @Override
    public void customize(TomcatServletWebServerFactory tomcat) {
      tomcat.setProtocol(SmallBuffers.class.getName());
    }
  }
}
