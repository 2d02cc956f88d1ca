package starmap.standalone.demo;

import java.io.IOException;
import java.net.http.HttpClient;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import starmap.wire.Json;

/**
 * What a busy Starmap does, in small: for a JVM that learns from one run how to start and run the
 * next ones faster.
 */
public final class Training {
  private static final int ROUNDS = 200;
  private static final int LARGE_EVERY = 20;
  private static final int ITEMS = 20_000;

  private Training() {}

  /** Asks {@code address} for calls and jobs of every kind. */
  public static void run(String address) throws IOException, InterruptedException {
    var items =
        IntStream.range(0, ITEMS).mapToObj(Integer::toString).collect(Collectors.joining(","));
    var large =
        List.of(
            "\"input\":{\"range\":{\"stop\":200000}}",
            "\"input\":{\"items\":[" + items + "]}",
            "\"chunkSize\":1,\"input\":{\"range\":{\"stop\":500}}",
            "\"input\":{\"range\":{\"stop\":200000}},\"reduce\":\"sum\"");
    try (var http = HttpClient.newHttpClient()) {
      var client = new Client(address, http);
      for (int round = 0; round < ROUNDS; round++) {
        var _ = client.answer(Request.post("/v1/map/square", "[1,2,3]"), 200);
        if (round % LARGE_EVERY == 0) {
          for (var input : large) {
            compute(client, input);
          }
        }
      }
    }
  }

  private static void compute(Client client, String input)
      throws IOException, InterruptedException {
    var submitted =
        client.answer(Request.post("/v1/jobs", "{\"function\":\"square\"," + input + "}"), 202);
    var id = Json.MAPPER.readTree(submitted).get("id").asString();
    var _ = client.answer(Request.get("/v1/jobs/" + id + "/results?follow=true&values=true"), 200);
    var _ = client.answer(Request.get("/v1/jobs/" + id + "?wait=5"), 200);
  }
}
