package starmap.standalone.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;

/** Runs the examples against a running Starmap, and shows each curl line with its answer. */
public final class Demo {
  private static final int LONGEST_LINE = 400;

  private final String address;
  private final PrintStream out;

  /** {@code address} such as {@code http://127.0.0.1:8080}. */
  public Demo(String address, PrintStream out) {
    this.address = address;
    this.out = out;
  }

  /** True when every answer was right. */
  public boolean run() throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      var client = new Client(address, http);
      for (var example : Tutorial.examples()) {
        show(client, example);
      }
      new WatchedJob(client, out).run();
      out.println("\nAll answers are right. './starmap up' keeps Starmap running.");
      return true;
    } catch (Check.WrongAnswerException e) {
      out.println(e.getMessage());
      return false;
    }
  }

  private void show(Client client, Tutorial.Example example)
      throws IOException, InterruptedException {
    out.println("\n" + example.title());
    out.println("$ " + client.curl(example.request()));
    var answer = client.answer(example.request(), example.status());
    out.println(
        answer.length() <= LONGEST_LINE ? answer : answer.substring(0, LONGEST_LINE) + " ...");
    var remark = example.check().remark(answer);
    if (!remark.isEmpty()) {
      out.println("  " + remark);
    }
  }
}
