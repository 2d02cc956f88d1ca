package starmap.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Every example of a function, dropped into the folder of a worker of two slots. */
class ExampleFunctionsIT {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private static Path folder;
  private static Installation starmap;
  private static Http http;

  @TempDir private Path data;

  @BeforeAll
  static void start() throws IOException {
    var functions = Files.createDirectory(folder.resolve("functions"));
    Examples.copyTo(functions);
    starmap = Installation.start(Duration.ofSeconds(15));
    starmap.addWorker(2, functions);
    http = starmap.http();
    for (var name :
        List.of(
            "cube.cube",
            "words.merge",
            "pdf_text.text",
            "grid.score",
            "evolution.rastrigin",
            "fetch.fetch",
            "shout",
            "checksum",
            "reverse",
            "compound",
            "http.status")) {
      await(name).atMost(PATIENCE).until(() -> known("\"name\":\"" + name + "\""));
    }
  }

  @AfterAll
  static void stop() {
    if (starmap != null) {
      starmap.close();
    }
  }

  @Test
  void pythonFunctionAnswersInOrder() {
    assertThat(http.map("cube.cube", "[1,2,3]")).isEqualTo("[1,8,27]");
  }

  @Test
  void wordsAreCountedAndTheCountsAddedUpByTheWorkers() {
    var texts =
        String.join(",", Collections.nCopies(1_000, "\"To be, or not to be\",\"be quick\""));
    var job =
        http.submit(
            "{\"function\":\"words.count\",\"reduce\":\"words.merge\",\"input\":{\"items\":["
                + texts
                + "]}}");
    await()
        .atMost(PATIENCE)
        .until(() -> http.job(job).get("state").asString(), "SUCCEEDED"::equals);
    assertThat(http.job(job).get("reduction").get("value"))
        .isEqualTo(
            JSON.readTree("{\"to\":2000,\"be\":3000,\"or\":1000,\"not\":1000,\"quick\":1000}"));
  }

  @Test
  void thousandPdfsOfAFolderGiveTheirTexts() throws IOException {
    var paths = new ArrayList<String>();
    var texts = new ArrayList<String>();
    for (int i = 0; i < 1_000; i++) {
      var file = data.resolve(i + ".pdf");
      Files.write(file, Pdf.of("Page \\(no. " + i + "\\)", i % 2 == 1));
      paths.add(file.toString());
      texts.add("Page (no. " + i + ")");
    }
    var answer = http.map("pdf_text.text", JSON.writeValueAsString(paths));
    assertThat(JSON.readTree(answer)).isEqualTo(JSON.valueToTree(texts));
  }

  @Test
  void picturesBecomeThumbnailsOrTheMissingPackageIsNamed() throws IOException {
    if (!Examples.works("python3 -c 'import PIL'")) {
      System.out.println("thumbnails: not made, because this python3 has no Pillow");
      assertThat(http.get("/v1/functions").body())
          .contains("\"file\":\"thumbnail.py\"")
          .contains("ModuleNotFoundError: No module named 'PIL'")
          .contains("pip install -r " + folder.resolve("functions/requirements.txt"));
      return;
    }
    var pairs = new ArrayList<List<String>>();
    for (int i = 0; i < 100; i++) {
      var picture = data.resolve(i + ".png");
      ImageIO.write(
          new BufferedImage(400, 200 + i, BufferedImage.TYPE_INT_RGB), "png", picture.toFile());
      pairs.add(List.of(picture.toString(), data.resolve("small" + i + ".png").toString()));
    }
    var answer = http.post("/v1/starmap/thumbnail.thumbnail", JSON.writeValueAsString(pairs));
    assertThat(answer.body()).startsWith("[[128,64],");
    for (var pair : pairs) {
      assertThat(ImageIO.read(Path.of(pair.get(1)).toFile()).getWidth()).isEqualTo(128);
    }
  }

  @Test
  void gridSearchFindsTheSameBestOnEachRun() {
    var job =
        http.submit(
            """
            {"function":"grid.score","mode":"starmap","input":{"product":[[0.001,0.01,0.1,1],[1,3,5,7]]}}
            """);
    var scores = http.get(job + "/results?follow=true&values=true").body().lines().toList();
    assertThat(scores).hasSize(16).contains("0.0324");
    assertThat(scores.get(6)).as("alpha 0.01, degree 5").isEqualTo("0.0324");
  }

  @Test
  void fiftyGenerationsOfAnEvolutionFindTheMinimum() {
    var script = Examples.HOME.resolve("evolution/evolve.py").toString();
    try (var evolve =
        Program.start("evolve", Map.of(), List.of("python3", script, http.address()))) {
      assertThat(evolve.awaitExit(PATIENCE)).as(evolve.output()).isZero();
      assertThat(Double.parseDouble(evolve.awaitLine("best value (\\S+)"))).isLessThan(0.01);
    }
  }

  @Test
  void shellScriptAndAManifestAloneAreFunctions() {
    assertThat(http.map("shout", "[\"hello\",\"you\"]")).isEqualTo("[\"HELLO!\",\"YOU!\"]");
    assertThat(http.map("checksum", "[\"hello\",{\"any\":\"JSON\"},42]"))
        .isEqualTo("[[4121372903,7],[1576315763,14],[1199578407,2]]");
  }

  @Test
  void nodeFunctionAnswers() {
    assumeThat(Examples.works("node --version")).as("Node is installed").isTrue();
    assertThat(http.map("reverse", "[\"stressed\",\"drawer\"]"))
        .isEqualTo("[\"desserts\",\"reward\"]");
    assertThat(http.post("/v1/map/reverse", "[\"stressed\",4]").body())
        .contains("item 1: argument item: expected a string, got an integer");
  }

  @Test
  void functionsOfAJarAnswer() {
    var answer =
        http.post(
            "/v1/starmap/compound", "[[1000,0.05,10],{\"principal\":50,\"rate\":0.1,\"years\":2}]");
    var values = JSON.readTree(answer.body());
    assertThat(values.get(0).get("end").asDouble()).isBetween(1628.89, 1628.90);
    assertThat(values.get(1).get("gain").asDouble()).isBetween(10.49, 10.51);
  }

  @Test
  void fiveHundredCallsOfAPythonFunctionWaitTogether() throws IOException {
    assertThat(calledTogether("fetch.fetch")).containsOnly("{\"status\":200,\"bytes\":2}");
  }

  @Test
  void fiveHundredCallsOfAJavaFunctionWaitTogether() throws IOException {
    assertThat(calledTogether("http.status")).containsOnly("200");
  }

  /** Values of calls to a service that lets 500 meet, in chunks of 250 for the two slots. */
  private static List<String> calledTogether(String function) throws IOException {
    try (var service = new Meeting(500)) {
      var items = Collections.nCopies(1_000, "\"" + service.address() + "\"");
      var job =
          http.submit(
              "{\"function\":\"%s\",\"chunkSize\":250,\"input\":{\"items\":%s}}"
                  .formatted(function, items));
      var values = http.get(job + "/results?follow=true&values=true").body().lines().toList();
      System.out.printf("%s: %d calls at once%n", function, service.most());
      assertThat(service.most()).isGreaterThanOrEqualTo(500);
      assertThat(values).hasSize(1_000);
      return values;
    }
  }

  private static boolean known(String text) {
    return http.get("/v1/functions").body().contains(text);
  }
}
