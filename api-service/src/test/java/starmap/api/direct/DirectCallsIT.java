package starmap.api.direct;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import starmap.api.testing.Http;
import starmap.api.testing.LocalApi;
import starmap.api.testing.LocalApiExtension;

@ExtendWith(LocalApiExtension.class)
class DirectCallsIT {
  private static final int MILLION = 1_000_000;

  /** Everything that a re-serialisation would change. */
  private static final String[] DELICATE = {
    "12345678901234567890",
    "-98765432109876543210",
    "1.0",
    "1e5",
    "-0.0",
    "0.1000",
    "1E+400",
    "\"\\u00e9\\n\\\"\\/é\"",
    "\"😀 \\ud83d\\ude00\"",
    "{\"a\":1,\"a\":2,\"A\":{\"a\":[{\"a\":null}]}}",
    "{ \"b\" : [ 1 ,\t2 ] , \"a\" : true }",
    "[]",
    "{}",
    "\"\"",
    "null"
  };

  private final Http http;

  DirectCallsIT(LocalApi api) {
    http = api.http();
  }

  @Test
  void mapAnswersSquaresInOrder() {
    var answer = http.post("/v1/map/square", "[1,2,3]").expect(200);
    assertThat(answer.text()).isEqualTo("[1,4,9]");
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.header("Location")).startsWith("/v1/jobs/");
    assertThat(answer.header("X-Request-Id")).isNotBlank();
  }

  @Test
  void starmapSpreadsArgumentsByPositionAndByName() {
    var json = "[[2,10],{\"base\":3,\"exponent\":4},{\"exponent\":2,\"base\":-5}]";
    assertThat(http.post("/v1/starmap/power", json).text()).isEqualTo("[1024,81,25]");
  }

  @Test
  void applyTakesOneValue() {
    assertThat(http.post("/v1/apply/square", " 12 ").expect(200).text()).isEqualTo("144\n");
  }

  @Test
  void putMeansTheSameAsPostAndTakesLinesByDefault() {
    var answer = http.call("PUT", "/v1/map/square").body("1\n2\n3\n".getBytes(US_ASCII)).send();
    assertThat(answer.expect(200).text()).isEqualTo("1\n4\n9\n");
  }

  @Test
  void identityReturnsEveryByteOfAnArray() {
    var items = "[" + String.join(" ,\r\n\t ", DELICATE) + " ]";
    assertThat(http.post("/v1/map/identity", items).expect(200).text())
        .isEqualTo("[" + String.join(",", DELICATE) + "]");
  }

  @Test
  void identityReturnsEveryByteOfLines() {
    var lines = String.join("\r\n", DELICATE) + "\n\n";
    assertThat(http.call("POST", "/v1/map/identity").ndjson(lines).send().expect(200).text())
        .isEqualTo(String.join("\n", DELICATE) + "\n");
  }

  @Test
  void emptyInputGivesEmptyOutputInBothForms() {
    assertThat(http.post("/v1/map/square", "[]").expect(200).text()).isEqualTo("[]");
    var lines = http.call("POST", "/v1/map/square").ndjson("\n \r\n").send();
    assertThat(lines.expect(200).text()).isEmpty();
  }

  @Test
  void oneItemIsEnough() {
    assertThat(http.post("/v1/map/square", "[12]").expect(200).text()).isEqualTo("[144]");
  }

  @Test
  void linesCanBeAnsweredAsAnArray() {
    var call = http.call("POST", "/v1/map/square").ndjson("1\n2\n3").accept("application/json");
    assertThat(call.send().expect(200).text()).isEqualTo("[1,4,9]");
  }

  @Test
  void anArrayCanBeAnsweredAsLines() {
    var call = http.call("POST", "/v1/map/square").json("[1,2,3]").accept("application/x-ndjson");
    var answer = call.send().expect(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/x-ndjson");
    assertThat(answer.text()).isEqualTo("1\n4\n9\n");
  }

  @Test
  void aValueWithLineBreaksStaysOneLine() {
    var call =
        http.call("POST", "/v1/map/identity")
            .json("[{\n\"a\":\r\n[1,\n2]}, 3]")
            .accept("application/x-ndjson");
    assertThat(call.send().expect(200).text()).isEqualTo("{ \"a\":  [1, 2]}\n3\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1000})
  void chunkSizeChangesNeitherOrderNorContent(int size) {
    var answer = http.post("/v1/map/square?chunksize=" + size, array(2_000)).expect(200);
    assertThat(answer.text()).isEqualTo(squares(2_000, ",", "[", "]"));
  }

  @Test
  void aMillionIntegersInAnArrayComeBackRightAndInOrder() {
    var answer = http.post("/v1/map/square", array(MILLION)).expect(200);
    assertThat(answer.text().equals(squares(MILLION, ",", "[", "]"))).isTrue();
  }

  @Test
  void aMillionIntegersInLinesComeBackRightAndInOrder() {
    var lines = LongStream.range(0, MILLION).mapToObj(i -> i + "\n").collect(Collectors.joining());
    var answer = http.call("POST", "/v1/map/square").ndjson(lines).send().expect(200);
    assertThat(answer.text().equals(squares(MILLION, "\n", "", "\n"))).isTrue();
  }

  private static String array(int count) {
    return LongStream.range(0, count)
        .mapToObj(Long::toString)
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String squares(int count, String between, String before, String after) {
    return LongStream.range(0, count)
        .mapToObj(i -> Long.toString(i * i))
        .collect(Collectors.joining(between, before, after));
  }
}
