package starmap.worker.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.ElementType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import starmap.function.RawJson;

class JsonTypesTest {
  @Test
  void everyKindOfArgumentHasAJsonType() {
    assertThat(List.of(byte.class, short.class, int.class, long.class, Long.class, Short.class))
        .extracting(JsonTypes::of)
        .containsOnly("integer");
    assertThat(JsonTypes.of(BigInteger.class)).isEqualTo("integer");
    assertThat(List.of(float.class, double.class, Double.class, Number.class, BigDecimal.class))
        .extracting(JsonTypes::of)
        .containsOnly("number");
    assertThat(List.of(boolean.class, Boolean.class))
        .extracting(JsonTypes::of)
        .containsOnly("boolean");
    assertThat(List.of(String.class, ElementType.class))
        .extracting(JsonTypes::of)
        .containsOnly("string");
    assertThat(List.of(List.class, int[].class)).extracting(JsonTypes::of).containsOnly("array");
    assertThat(List.of(Map.class, Record.class)).extracting(JsonTypes::of).containsOnly("object");
    assertThat(List.of(RawJson.class, Object.class)).extracting(JsonTypes::of).containsOnly("any");
  }
}
