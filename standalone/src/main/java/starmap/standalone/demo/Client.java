package starmap.standalone.demo;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;

/** Sends requests to one address. */
record Client(String address, HttpClient http) {
  String curl(Request request) {
    return request.curl(address);
  }

  /** The body of the answer, without a line break at its end. */
  String answer(Request request, int status) throws IOException, InterruptedException {
    var response = http.send(request.http(address), HttpResponse.BodyHandlers.ofString());
    Check.require(
        response.statusCode() == status,
        "status " + status + " instead of " + response.statusCode() + ": " + response.body());
    return response.body().stripTrailing();
  }
}
