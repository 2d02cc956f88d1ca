package starmap.api.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import starmap.api.testing.Answer;
import starmap.api.testing.Http;
import starmap.api.testing.LocalApi;
import starmap.api.testing.LocalApiExtension;
import tools.jackson.databind.JsonNode;

/** Wrong arguments for every built-in function, made from what the catalogue says of them. */
@ExtendWith(LocalApiExtension.class)
class WrongArgumentsIT {
  private static final int KINDS = 200;
  private static final List<String> OTHERS =
      List.of("null", "true", "\"x\"", "1.5", "[1]", "{\"a\":1}", "[]", "-0.5", "\"\"");
  private static final List<String> LARGE =
      List.of("2147483648", "9223372036854775808", "-9223372036854775809", "1e400", "-1e400");

  private final Http http;

  WrongArgumentsIT(LocalApi api) {
    http = api.http();
  }

  /**
   * A call that must not succeed.
   *
   * @param path of the direct call
   * @param item its only item
   */
  private record Wrong(String path, String item) {}

  @Test
  void eachOfTwoHundredKindsNamesTheArgumentAndTheCure() {
    long seed = Long.getLong("starmap.test.seed", System.nanoTime());
    System.out.println("wrong arguments with -Dstarmap.test.seed=" + seed);
    var kinds = kinds(new Random(seed));
    assertThat(kinds).hasSizeGreaterThanOrEqualTo(KINDS);
    int refused = 0;
    for (var wrong : kinds) {
      var answer = http.post(wrong.path(), "[" + wrong.item() + "]");
      assertThat(answer.status()).as("%s: %s", wrong, answer.text()).isEqualTo(422);
      var slug = answer.json().get("type").asString();
      refused += slug.endsWith("invalid-argument") ? 1 : 0;
      assertThat(slug).as(wrong.toString()).containsAnyOf("invalid-argument", "item-failed");
      assertThat(message(answer))
          .as(wrong.toString())
          .containsPattern("expected|must be|no argument|missing|lower the")
          .containsAnyOf(names(wrong.path()));
    }
    assertThat(refused).as("before they were accepted").isGreaterThan(KINDS * 3 / 4);
  }

  private static String message(Answer answer) {
    var error = answer.json().at("/error/message").asString("");
    return error.isEmpty() ? answer.json().at("/errors/0/message").asString() : error;
  }

  /** Functions of one argument may call it by what it means. */
  private String[] names(String path) {
    var parameters = function(path.replaceFirst(".*/", "")).get("parameters");
    var names = new ArrayList<String>();
    parameters.forEach(one -> names.add(one.get("name").asString()));
    if (names.size() == 1) {
      names.addAll(List.of("expected", "seconds", "decimal places", "the number", "argument"));
    } else {
      names.add("the result");
    }
    return names.toArray(String[]::new);
  }

  private Set<Wrong> kinds(Random random) {
    var all = new LinkedHashSet<Wrong>();
    for (var function : http.get("/v1/functions").json().get("functions")) {
      if (!function.get("schema").isNull() && function.get("kind").asString().equals("built-in")) {
        all.addAll(kinds(function, random));
      }
    }
    return all;
  }

  private static Set<Wrong> kinds(JsonNode function, Random random) {
    var name = function.get("name").asString();
    var all = new LinkedHashSet<Wrong>();
    var types = types(function);
    for (int at = 0; at < types.size(); at++) {
      for (var value : wrongValues(types.get(at), random)) {
        var item = replaced(types, at, value);
        all.add(new Wrong("/v1/starmap/" + name, item));
        if (types.size() == 1) {
          all.add(new Wrong("/v1/map/" + name, value));
        } else {
          all.add(new Wrong("/v1/map/" + name, item));
          all.add(new Wrong("/v1/starmap/" + name, named(function, at, value)));
        }
      }
    }
    all.add(new Wrong("/v1/starmap/" + name, "[]"));
    all.add(new Wrong("/v1/starmap/" + name, "[1,2,3,4]"));
    all.add(new Wrong("/v1/starmap/" + name, OTHERS.get(random.nextInt(4))));
    all.add(new Wrong("/v1/starmap/" + name, "{\"nobody" + random.nextInt(100) + "\":1}"));
    if (types.size() > 1) {
      all.add(new Wrong("/v1/starmap/" + name, "[1]"));
      all.add(new Wrong("/v1/starmap/" + name, "{}"));
    }
    return all;
  }

  private static List<JsonNode> types(JsonNode function) {
    return StreamSupport.stream(function.at("/schema/prefixItems").spliterator(), false).toList();
  }

  /** Values that a schema does not allow: by type, by range, and beyond what a number may be. */
  private static List<String> wrongValues(JsonNode schema, Random random) {
    var wrong = new ArrayList<String>();
    if (!schema.has("type")) {
      return wrong;
    }
    for (var value : OTHERS) {
      if (!fits(schema.path("type").asString(), value)) {
        wrong.add(value);
      }
    }
    if (schema.has("maximum")) {
      wrong.add(schema.get("maximum").bigIntegerValue().add(one(random)).toString());
      wrong.add(schema.get("minimum").bigIntegerValue().subtract(one(random)).toString());
    }
    if (schema.path("type").asString().equals("number")) {
      wrong.addAll(LARGE.subList(3, 5));
    }
    return wrong;
  }

  private static java.math.BigInteger one(Random random) {
    return java.math.BigInteger.valueOf(1 + random.nextInt(1000));
  }

  private static boolean fits(String type, String value) {
    return switch (type) {
      case "string" -> value.startsWith("\"");
      case "number" -> value.matches("-?[0-9].*");
      case "boolean" -> value.equals("true");
      default -> false;
    };
  }

  private static String right(JsonNode schema) {
    return schema.path("type").asString().equals("string") ? "\"a\"" : "1";
  }

  private static String replaced(List<JsonNode> types, int at, String value) {
    return String.join(
            ",",
            IntStream.range(0, types.size())
                .mapToObj(i -> i == at ? value : right(types.get(i)))
                .toList())
        .transform(list -> "[" + list + "]");
  }

  private static String named(JsonNode function, int at, String value) {
    var types = types(function);
    return String.join(
            ",",
            IntStream.range(0, types.size())
                .mapToObj(
                    i ->
                        function.at("/parameters/" + i + "/name")
                            + ":"
                            + (i == at ? value : right(types.get(i))))
                .toList())
        .transform(list -> "{" + list + "}");
  }

  private JsonNode function(String name) {
    return http.get("/v1/functions/" + name).expect(200).json();
  }
}
