package starmap.api.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class HeadersTest {
  private static final Duration MOST = Duration.ofSeconds(60);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "wait=30 | 30",
        "wait = 7 | 7",
        "WAIT=\"5\" | 5",
        "respond-async, wait=10 | 10",
        "respond-async;wait=10 | 10",
        "wait=999999 | 60",
        "wait=0 | 0"
      })
  void theWishToWaitIsHeard(String prefer, int seconds) {
    assertThat(preference(prefer)).contains(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "respond-async", "wait", "wait=", "wait=-1", "wait=soon", "await=5"})
  void anyOtherWishIsIgnored(String prefer) {
    assertThat(preference(prefer)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "has a space", "tab\t", "é"})
  void aKeyOfOtherCharactersIsRefused(String key) {
    assertThatThrownBy(() -> key(key)).hasMessageContaining("Idempotency-Key must be");
  }

  @Test
  void aKeyHas255CharactersAtMost() {
    assertThat(key("k".repeat(255))).isPresent();
    assertThatThrownBy(() -> key("k".repeat(256))).hasMessageContaining("255");
    assertThat(IdempotencyKey.of(new MockHttpServletRequest())).isEmpty();
  }

  private static Optional<Duration> preference(String prefer) {
    var request = new MockHttpServletRequest();
    request.addHeader("Prefer", prefer);
    return Preference.wait(request, MOST);
  }

  private static Optional<String> key(String key) {
    var request = new MockHttpServletRequest();
    request.addHeader("Idempotency-Key", key);
    return IdempotencyKey.of(request);
  }
}
