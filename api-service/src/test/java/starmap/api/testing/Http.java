package starmap.api.testing;

import java.net.URI;
import java.net.http.HttpClient;

/**
 * A client of one service.
 *
 * @param port where it listens on loopback
 */
public record Http(int port) {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** Begins a request; {@code path} may have a query. */
  public Call call(String method, String path) {
    return new Call(CLIENT, method, URI.create("http://127.0.0.1:" + port + path));
  }

  /** GET. */
  public Answer get(String path) {
    return call("GET", path).send();
  }

  /** POST of JSON. */
  public Answer post(String path, String json) {
    return call("POST", path).json(json).send();
  }

  /** Submits a job. */
  public JobClient submit(String json) {
    var answer = post("/v1/jobs", json).expect(202);
    return new JobClient(this, answer.json().get("id").asString());
  }
}
