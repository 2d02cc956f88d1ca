package starmap.api.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A request being put together. */
public final class Call {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient client;
  private final String method;
  private final HttpRequest.Builder request;
  private HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.noBody();

  Call(HttpClient client, String method, URI uri) {
    this.client = client;
    this.method = method;
    this.request = HttpRequest.newBuilder(uri).timeout(PATIENCE);
  }

  /** Adds a header. */
  public Call header(String name, String value) {
    request.header(name, value);
    return this;
  }

  /** Sends JSON. */
  public Call json(String text) {
    return header("Content-Type", "application/json").body(text.getBytes(UTF_8));
  }

  /** Sends lines of JSON. */
  public Call ndjson(String text) {
    return header("Content-Type", "application/x-ndjson").body(text.getBytes(UTF_8));
  }

  /** Asks for a media type. */
  public Call accept(String type) {
    return header("Accept", type);
  }

  /** Sends bytes. */
  public Call body(byte[] bytes) {
    body = HttpRequest.BodyPublishers.ofByteArray(bytes);
    return this;
  }

  /** Sends bytes while they are read, in chunked transfer encoding. */
  public Call stream(InputStream bytes) {
    body = HttpRequest.BodyPublishers.ofInputStream(() -> bytes);
    return this;
  }

  /** Sends it and reads all of the answer. */
  public Answer send() {
    var response = send(HttpResponse.BodyHandlers.ofByteArray());
    return new Answer(response.statusCode(), response.headers(), response.body());
  }

  /** Sends it and hands out the answer while it arrives. */
  public HttpResponse<InputStream> open() {
    return send(HttpResponse.BodyHandlers.ofInputStream());
  }

  private <T> HttpResponse<T> send(HttpResponse.BodyHandler<T> handler) {
    try {
      return client.send(request.method(method, body).build(), handler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
