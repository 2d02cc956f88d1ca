package starmap.standalone.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import starmap.wire.Json;
import tools.jackson.databind.JsonNode;

/** A job that is submitted, watched until it is done, and read. */
record WatchedJob(Client client, PrintStream out) {
  private static final int ITEMS = 300;
  private static final String PRIMES_BELOW_A_MILLION = "78498";
  private static final Request SUBMIT =
      Request.post(
          "/v1/jobs",
          "{\"function\":\"primes.count\",\"input\":{\"range\":{\"start\":1000000,\"stop\":4000000,\"step\":10000}}}");

  void run() throws IOException, InterruptedException {
    out.println(
        "\nA job that is watched until it is done: how many primes up to 1.00, 1.01, ... million");
    out.println("$ " + client.curl(SUBMIT));
    var job = client.answer(SUBMIT, 202);
    out.println(job);
    var path = "/v1/jobs/" + Json.MAPPER.readTree(job).get("id").asString();
    watch(Request.get(path + "?wait=0.5"));
    read(Request.get(path + "/results?values=true"));
  }

  private void watch(Request status) throws IOException, InterruptedException {
    out.println("$ " + client.curl(status));
    while (true) {
      var job = Json.MAPPER.readTree(client.answer(status, 200));
      out.println(line(job));
      if (job.get("progress").get("percent").asDouble() >= 100) {
        Check.require(job.get("state").asString().equals("SUCCEEDED"), "state SUCCEEDED");
        return;
      }
    }
  }

  private static String line(JsonNode job) {
    var progress = job.get("progress");
    var eta = progress.get("etaSeconds");
    return String.format(
        Locale.ROOT,
        "%-9s %5.1f %%  %d of %d items  %s items/s%s",
        job.get("state").asString(),
        progress.get("percent").asDouble(),
        job.get("counts").get("succeeded").asLong(),
        job.get("counts").get("total").asLong(),
        progress.get("itemsPerSecond"),
        eta.isNull() ? "" : "  eta " + eta + " s");
  }

  private void read(Request results) throws IOException, InterruptedException {
    out.println("$ " + client.curl(results) + " | head -3");
    var lines = client.answer(results, 200).lines().toList();
    lines.stream().limit(3).forEach(out::println);
    Check.require(
        lines.size() == ITEMS && lines.getFirst().equals(PRIMES_BELOW_A_MILLION),
        ITEMS + " lines that begin with " + PRIMES_BELOW_A_MILLION);
    out.println("(" + lines.size() + " lines in input order)");
  }
}
