package starmap.api.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import starmap.api.testing.Answer;
import starmap.api.testing.Http;
import starmap.api.testing.LocalApi;
import starmap.api.testing.LocalApiExtension;

/** How the files of a page are served, under a path prefix. */
@ExtendWith(LocalApiExtension.class)
class PageIT {
  private static final String SCRIPT = "export const same = 1;\n".repeat(200);

  @TempDir private static Path files;
  private static ConfigurableApplicationContext prefixed;
  private static Http http;

  @BeforeAll
  static void open(LocalApi api) throws IOException {
    Files.createDirectory(files.resolve("ui"));
    Files.writeString(files.resolve("index.html"), "<!doctype html><title>Page</title>");
    Files.writeString(files.resolve("ui/app.js"), SCRIPT);
    Files.writeString(files.resolve("ui/icon.svg"), "<svg>" + " ".repeat(2_000) + "</svg>");
    prefixed =
        api.anotherApi(
            "--server.servlet.context-path=/starmap",
            "--spring.web.resources.static-locations=file:" + files + "/");
    http =
        new Http(
            Integer.parseInt(prefixed.getEnvironment().getRequiredProperty("local.server.port")));
  }

  @AfterAll
  static void close() {
    prefixed.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/starmap/", "/starmap/index.html", "/starmap/ui/app.js"})
  void aBrowserMayLoadTheFilesOfThePageAndNothingElse(String path) {
    var answer = http.get(path).expect(200);
    assertThat(answer.header("Content-Security-Policy"))
        .isEqualTo(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
                + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
  }

  @Test
  void thePageIsAtTheRootOfThePrefix() {
    assertThat(http.get("/starmap/").text()).contains("<title>Page</title>");
    assertThat(http.get("/starmap/").header("Content-Type")).startsWith("text/html");
    assertThat(http.get("/starmap").expect(302).header("Location")).endsWith("/starmap/");
    http.get("/starmap/v1/limits").expect(200);
    http.get("/starmap/ui/missing.js").expectProblem(404, "not-found");
  }

  @Test
  void aProxyThatCutsThePrefixOffChangesNothing() {
    var call = http.call("GET", "/starmap/").header("X-Forwarded-Prefix", "/a/b");
    assertThat(call.send().expect(200).text()).contains("<title>Page</title>");
  }

  @Test
  void aLineOfCurlNamesThePrefix() {
    assertThat(curl(http.get("/starmap/v1/functions/square"))).contains("/starmap/v1/map/square ");
    var call = http.call("GET", "/starmap/v1/functions/square");
    assertThat(curl(call.header("X-Forwarded-Prefix", "/a/b").send()))
        .contains("/a/b/v1/map/square ");
    var evil = http.call("GET", "/starmap/v1/functions/square");
    assertThat(curl(evil.header("X-Forwarded-Prefix", "/a;rm -rf").send()))
        .contains("/starmap/v1/map/square ");
  }

  @Test
  void aFileThatIsTheSameNeedNotBeSentAgain() throws IOException {
    var first = http.get("/starmap/ui/app.js").expect(200);
    assertThat(first.header("Cache-Control")).isEqualTo("no-cache");
    assertThat(first.header("Last-Modified")).isNotNull();
    var tag = first.header("ETag");
    assertThat(unless("/starmap/ui/app.js", tag).expect(304).body()).isEmpty();
    assertThat(unless("/starmap/", http.get("/starmap/").header("ETag")).expect(304).body())
        .isEmpty();

    Files.writeString(files.resolve("ui/app.js"), SCRIPT.replace("= 1", "= 2"));
    Files.setLastModifiedTime(
        files.resolve("ui/app.js"), java.nio.file.attribute.FileTime.fromMillis(86_400_000));
    var other = unless("/starmap/ui/app.js", tag).expect(200);
    assertThat(other.header("ETag")).isNotEqualTo(tag);
    assertThat(other.text()).startsWith("export const same = 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/starmap/ui/app.js", "/starmap/ui/icon.svg"})
  void textIsPacked(String path) throws IOException {
    var answer = http.call("GET", path).header("Accept-Encoding", "gzip").send().expect(200);
    assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
    var plain = new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes();
    assertThat(plain).isEqualTo(http.get(path).body());
    assertThat(answer.body().length).isLessThan(plain.length / 2);
  }

  @Test
  void nothingThatALibraryBringsIsServedAsAPage() {
    http.get("/starmap/META-INF/MANIFEST.MF").expectProblem(404, "not-found");
  }

  private static Answer unless(String path, String tag) {
    return http.call("GET", path).header("If-None-Match", tag).send();
  }

  private static String curl(Answer function) {
    return function.expect(200).json().get("curl").asString();
  }
}
