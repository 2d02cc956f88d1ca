package starmap.standalone.demo;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The examples that tutorials about process pools begin with, and their answers. */
final class Tutorial {
  private static final int SEEDS = 16;
  private static final int SAMPLES = 1_000_000;
  private static final String PI_50 = "3.14159265358979323846264338327950288419716939937510";

  private Tutorial() {}

  /**
   * An example.
   *
   * @param title what it shows
   * @param request what is sent
   * @param status of the answer
   * @param check whether the answer is right
   */
  record Example(String title, Request request, int status, Check check) {}

  static List<Example> examples() {
    return Stream.concat(values(), failures()).toList();
  }

  private static Stream<Example> values() {
    return Stream.of(
        ok("Squares, in the order of the input", "map/square", "[1,2,3,4,5]", "[1,4,9,16,25]"),
        ok("Cubes; integers stay exact", "map/cube", "[3,10000000]", "[27,1000000000000000000000]"),
        ok("Several arguments: starmap", "starmap/power", "[[2,10],[3,4]]", "[1024,81]"),
        new Example(
            "Pi by Monte Carlo: 16 seeds, a million points each",
            Request.post("/v1/starmap/pi.inside", seeds()),
            200,
            Tutorial::monteCarlo),
        ok(
            "Pi by Bailey, Borwein and Plouffe, at rising precision",
            "map/pi.bbp",
            "[5,20,50]",
            bbp()));
  }

  private static Stream<Example> failures() {
    var items = "[1,\"no such file\",3]";
    return Stream.of(
        new Example(
            "A failing item ends the call, and is named",
            Request.post("/v1/map/fail", items),
            422,
            Check.containing("\"index\":1")),
        new Example(
            "Or the others go on",
            Request.post("/v1/map/fail?onError=collect", items),
            200,
            Check.containing("\"values\":[1,null,3],\"failed\":1")));
  }

  private static Example ok(String title, String path, String json, String right) {
    return new Example(title, Request.post("/v1/" + path, json), 200, Check.exactly(right));
  }

  private static String seeds() {
    return IntStream.rangeClosed(1, SEEDS)
        .mapToObj(seed -> "[" + seed + "," + SAMPLES + "]")
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String monteCarlo(String answer) {
    var counts = answer.substring(1, answer.length() - 1).split(",", -1);
    Check.require(counts.length == SEEDS, SEEDS + " counts");
    double pi = 4.0 * Arrays.stream(counts).mapToLong(Long::parseLong).sum() / SEEDS / SAMPLES;
    Check.require(Math.abs(pi - Math.PI) < 0.002, "counts that give pi");
    return "4 * their sum / the number of points = " + pi;
  }

  private static String bbp() {
    return IntStream.of(5, 20, 50)
        .mapToObj(places -> "\"" + PI_50.substring(0, places + 2) + "\"")
        .collect(Collectors.joining(",", "[", "]"));
  }
}
