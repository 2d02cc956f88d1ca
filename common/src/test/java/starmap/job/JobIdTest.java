package starmap.job;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobIdTest {
  @Test
  void randomIdsDifferAndHaveTheForm() {
    var seen = new HashSet<JobId>();
    for (int i = 0; i < 1000; i++) {
      var id = JobId.random();
      assertThat(JobId.parse(id.toString())).contains(id);
      assertThat(seen.add(id)).isTrue();
    }
  }

  @Test
  void idOfAnIdempotencyKeyIsTheSameEverywhereAndForEver() {
    assertThat(JobId.ofIdempotencyKey("tenant", "key")).hasToString("d3fjrl2343pjstqu24cmxzik6e");
    assertThat(JobId.ofIdempotencyKey("tenant", "other"))
        .isNotEqualTo(JobId.ofIdempotencyKey("tenant", "key"));
    assertThat(JobId.ofIdempotencyKey("other", "key"))
        .isNotEqualTo(JobId.ofIdempotencyKey("tenant", "key"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "aaaaaaaaaaaaaaaaaaaaaaaaa",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "Aaaaaaaaaaaaaaaaaaaaaaaaaa",
        "aaaaaaaaaaaaaaaaaaaaaaaaa1",
        "aaaaaaaaaaaaaaaaaaaaaaaaa:",
        "aaaaaaaaaaaaaaaaaaaaaaaaaa\n"
      })
  void otherTextIsNoId(String text) {
    assertThat(JobId.parse(text)).isEmpty();
    assertThatThrownBy(() -> new JobId(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void base32IsThatOfTheRfc() {
    assertThat(Base32.encode("".getBytes(US_ASCII))).isEmpty();
    assertThat(Base32.encode("f".getBytes(US_ASCII))).isEqualTo("my");
    assertThat(Base32.encode("foob".getBytes(US_ASCII))).isEqualTo("mzxw6yq");
    assertThat(Base32.encode("foobar".getBytes(US_ASCII))).isEqualTo("mzxw6ytboi");
  }
}
