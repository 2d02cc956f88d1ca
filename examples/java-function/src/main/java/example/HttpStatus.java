package example;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import starmap.function.CallContext;
import starmap.function.ItemFunction;
import starmap.function.StarmapFunction;

/** Mostly waits, so that many items are at work at a time, each on a virtual thread of its own. */
@StarmapFunction(
    name = "http.status",
    description = "The status of a GET of an address.",
    concurrency = 500,
    permanent = IllegalArgumentException.class, // no address; trying again cannot mend that
    example = "\"http://localhost:8080/v1/functions\"")
public final class HttpStatus implements ItemFunction<String, Integer> {
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

  @Override
  public Integer apply(String address, CallContext context) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(30));
    return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  @Override
  public void close() {
    client.close();
  }
}
