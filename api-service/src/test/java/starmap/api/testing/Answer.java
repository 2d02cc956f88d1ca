package starmap.api.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the service answered.
 *
 * @param status HTTP status
 * @param headers headers
 * @param body the whole body
 */
@SuppressWarnings("ArrayRecordComponent") // answers are never compared
public record Answer(int status, HttpHeaders headers, byte[] body) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** The body as text. */
  public String text() {
    return new String(body, UTF_8);
  }

  /** The lines of the body. */
  public List<String> lines() {
    return text().lines().toList();
  }

  /** The body as JSON. */
  public JsonNode json() {
    return MAPPER.readTree(body);
  }

  /** The first header of a name; null where there is none. */
  public @Nullable String header(String name) {
    return headers.firstValue(name).orElse(null);
  }

  /** Checks the status. */
  public Answer expect(int expected) {
    assertThat(status).as(text()).isEqualTo(expected);
    return this;
  }

  /** Checks that it is a problem of this kind, and gives its body. */
  public JsonNode expectProblem(int expected, String slug) {
    expect(expected);
    assertThat(header("Content-Type")).as(text()).isEqualTo("application/problem+json");
    assertThat(json().path("type").asString()).isEqualTo("urn:starmap:problem:" + slug);
    assertThat(json().path("status").asInt()).isEqualTo(expected);
    return json();
  }
}
