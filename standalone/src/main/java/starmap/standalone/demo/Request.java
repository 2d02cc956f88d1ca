package starmap.standalone.demo;

import java.net.URI;
import java.net.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request, as a curl line and as what is really sent.
 *
 * @param path behind the address, with its query
 * @param json the body; null sends a GET
 */
record Request(String path, @Nullable String json) {
  static Request post(String path, String json) {
    return new Request(path, json);
  }

  static Request get(String path) {
    return new Request(path, null);
  }

  String curl(String address) {
    var url = address.replace("http://", "") + path;
    var quoted = url.contains("&") || url.contains("?") ? "\"" + url + "\"" : url;
    return "curl " + quoted + (json == null ? "" : " --json '" + json + "'");
  }

  HttpRequest http(String address) {
    var request = HttpRequest.newBuilder(URI.create(address + path));
    return json == null
        ? request.build()
        : request
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build();
  }
}
