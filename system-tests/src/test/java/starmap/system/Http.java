package starmap.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of one API process. */
final class Http {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpClient client = HttpClient.newHttpClient();
  private final String address;

  Http(String address) {
    this.address = address;
  }

  String address() {
    return address;
  }

  HttpResponse<String> get(String path) {
    return send(request(path).GET());
  }

  HttpResponse<String> post(String path, String json) {
    return post(path, json, Map.of());
  }

  /** The same with further headers, or another one in its place. */
  HttpResponse<String> post(String path, String json, Map<String, String> headers) {
    var all = new HashMap<>(Map.of("Content-Type", "application/json"));
    all.putAll(headers);
    var request = request(path);
    all.forEach(request::header);
    return send(request.POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  /** Any method; lines of JSON. */
  HttpResponse<String> call(String method, String path, String lines) {
    return call(method, path, "application/x-ndjson", lines);
  }

  HttpResponse<String> patch(String path, String json) {
    return call("PATCH", path, "application/json", json);
  }

  private HttpResponse<String> call(String method, String path, String type, String text) {
    var body = HttpRequest.BodyPublishers.ofString(text);
    return send(request(path).header("Content-Type", type).method(method, body));
  }

  /** Submits a job, and gives its path. */
  String submit(String json) {
    var response = post("/v1/jobs", json);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
    return "/v1/jobs/" + JSON.readTree(response.body()).get("id").asString();
  }

  /** Values of a map over these items, as JSON. */
  String map(String function, String items) {
    var response = post("/v1/map/" + function, items);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response.body();
  }

  JsonNode job(String path) {
    return JSON.readTree(get(path).body());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address + path)).timeout(Duration.ofMinutes(2));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError("no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
