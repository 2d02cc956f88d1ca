package starmap.chaos.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client that does not give up: what fails is tried again, at the next API process. */
final class Client {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration ANSWER = Duration.ofSeconds(20);

  /** Where processes come and go in good order, only what waits for itself takes long. */
  private static final Duration STEADY_ANSWER = Duration.ofMinutes(2);

  private static final Duration AT_ONCE = Duration.ofSeconds(1);
  private static final int INTERNAL = 500;
  private static final int UNAVAILABLE = 503;
  private static final String AWAY = "urn:starmap:problem:store-unavailable";
  private static final Set<Integer> TRY_AGAIN = Set.of(409, 429, INTERNAL, UNAVAILABLE, 504);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();
  private final Entrance entrance;
  private final Violations violations;
  private final AtomicLong received = new AtomicLong();
  private final Requests requests = new Requests();

  /**
   * Tells {@code violations} of answers that must never come, and of those that must and do not.
   */
  Client(Entrance entrance, Violations violations) {
    this.entrance = entrance;
    this.violations = violations;
  }

  /** The answer to a request that is right is one for good, and not what was expected. */
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;

    RefusedException(int status, String body) {
      super(status + ": " + body);
      this.status = status;
    }

    boolean isNotFound() {
      return status == 404;
    }
  }

  /** Number of results so far. */
  long received() {
    return received.get();
  }

  /** What became of its requests. */
  Requests requests() {
    return requests;
  }

  /** Submits until it is accepted, and gives the job's path. */
  String submit(SampleJob job) throws InterruptedException, RefusedException {
    var request = post(job.body()).header("Idempotency-Key", job.key());
    var accepted = JSON.readTree(answer(request, "/v1/jobs"));
    return "/v1/jobs/" + accepted.get("id").asString();
  }

  /** A direct call, repeated as a whole until it works. */
  String map(String function, String items) throws InterruptedException, RefusedException {
    return answer(post(items), "/v1/map/" + function);
  }

  /** The job as it is. */
  JsonNode job(String path) throws InterruptedException, RefusedException {
    return JSON.readTree(answer(HttpRequest.newBuilder().GET(), path));
  }

  /** Its chunks, as they were recorded. */
  Stream<JsonNode> chunks(String path) throws InterruptedException, RefusedException {
    return answer(HttpRequest.newBuilder().GET(), path + "/chunks").lines().map(JSON::readTree);
  }

  /** Reads all results while they are computed, going on behind the last whole line after a cut. */
  void follow(String path, Checker checker, Runnable cutShort)
      throws InterruptedException, RefusedException {
    while (!checker.isComplete()) {
      var rest = path + "/results?follow=true&from=" + checker.next();
      long begin = System.nanoTime();
      try {
        var response =
            send(HttpRequest.newBuilder().GET(), rest, HttpResponse.BodyHandlers.ofInputStream());
        if (response.statusCode() == 200) {
          read(response.body(), checker);
          if (!checker.isComplete()) {
            cutShort.run();
          }
        } else {
          judge(response, new String(response.body().readAllBytes(), UTF_8));
        }
      } catch (IOException e) {
        requests.onCut();
        if (System.nanoTime() - begin < AT_ONCE.toNanos()) {
          broken(e, rest);
        }
        pause();
      }
    }
  }

  /** Ends at once, as no stream does that outlived the grace of its process. */
  private void broken(IOException e, String path) {
    if (entrance.isSteady()) {
      violations.add(Violations.Kind.NO_ANSWER, e + " of " + path);
    }
  }

  private void read(InputStream body, Checker checker) throws IOException {
    try (var lines = new BufferedReader(new InputStreamReader(body, UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        checker.accept(line);
        received.incrementAndGet();
      }
    }
  }

  private String answer(HttpRequest.Builder request, String path)
      throws InterruptedException, RefusedException {
    while (true) {
      try {
        var response = send(request, path, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() == 200 || response.statusCode() == 202) {
          return response.body();
        }
        judge(response, response.body());
      } catch (IOException e) {
        broken(e, path);
        pause();
      }
    }
  }

  /** Waits where it makes sense to try again, or the answer asks for it. */
  private void judge(HttpResponse<?> response, String body)
      throws InterruptedException, RefusedException {
    int status = response.statusCode();
    if (status == INTERNAL) {
      violations.add(Violations.Kind.INTERNAL, body);
    }
    if (status == UNAVAILABLE) {
      requests.onUnavailable();
    }
    boolean again =
        entrance.isSteady()
            ? body.contains(AWAY)
            : TRY_AGAIN.contains(status)
                || response.headers().firstValue("Retry-After").isPresent();
    if (!again) {
      throw new RefusedException(status, body);
    }
    pause();
  }

  private void pause() throws InterruptedException {
    requests.onRepeated();
    TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(50, 150));
  }

  private <T> HttpResponse<T> send(
      HttpRequest.Builder request, String path, HttpResponse.BodyHandler<T> body)
      throws IOException, InterruptedException {
    var timeout = entrance.isSteady() ? STEADY_ANSWER : ANSWER;
    requests.onSent();
    return http.send(
        request.copy().uri(entrance.next().resolve(path)).timeout(timeout).build(), body);
  }

  private static HttpRequest.Builder post(String json) {
    return HttpRequest.newBuilder()
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(json));
  }
}
