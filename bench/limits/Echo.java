import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;

/** The server that the API runs on, with nothing in it: answers the bytes it is sent. Prints its port. */
class Echo {
  void main() throws Exception {
    var tomcat = new Tomcat();
    tomcat.setBaseDir(Files.createTempDirectory("echo").toString());
    tomcat.setPort(0);
    var connector = tomcat.getConnector();
    connector.getProtocolHandler().setExecutor(new VirtualThreadExecutor("echo-"));
    connector.setProperty("maxKeepAliveRequests", "-1");
    var context = tomcat.addContext("", null);
    Tomcat.addServlet(
        context,
        "echo",
        new HttpServlet() {
          @Override
          protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            var body = request.getInputStream().readAllBytes(); // a client that sends does not read yet
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
          }
        });
    context.addServletMappingDecoded("/", "echo");
    tomcat.start();
    IO.println(connector.getLocalPort());
    tomcat.getServer().await();
  }
}
