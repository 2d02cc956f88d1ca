package starmap.api.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class FormatTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json | JSON | NDJSON",
        "application/x-ndjson | NDJSON | JSON",
        "application/json;q=0.5, */* | JSON | JSON",
        "*/* | NDJSON | NDJSON",
        "*/* | JSON | JSON",
        "application/* | NDJSON | NDJSON",
        "text/html, */*;q=0.1 | JSON | JSON",
        "text/html, application/x-ndjson | NDJSON | JSON",
        "APPLICATION/JSON | JSON | NDJSON",
        "'' | JSON | JSON"
      })
  void theAcceptedFormIsFound(String accept, Format expected, Format otherwise) {
    assertThat(Format.ofAccept(accepting(accept), otherwise)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "nonsense", "application/xml, text/html", "image/png"})
  void nothingElseIsAcceptable(String accept) {
    assertThatThrownBy(() -> Format.ofAccept(accepting(accept), Format.JSON))
        .hasMessageMatching("answers are application/json, .*|the Accept header cannot be read");
  }

  @ParameterizedTest
  @CsvSource({
    "application/json,JSON",
    "application/json;charset=UTF-8,JSON",
    "application/x-ndjson,NDJSON",
    "text/csv;header=present,CSV"
  })
  void theFormOfABodyIsKnown(String type, Format expected) {
    assertThat(Format.ofBody(sending(type))).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text/plain", "application/*", "nonsense", "application/x-www-form-urlencoded"})
  void noOtherBodyIsRead(String type) {
    assertThatThrownBy(() -> Format.ofBody(sending(type)))
        .hasMessageMatching("send application/json.*|.*cannot be read");
  }

  private static MockHttpServletRequest accepting(String accept) {
    var request = new MockHttpServletRequest();
    request.addHeader("Accept", accept);
    return request;
  }

  private static MockHttpServletRequest sending(String type) {
    var request = new MockHttpServletRequest();
    request.setContentType(type);
    return request;
  }
}
