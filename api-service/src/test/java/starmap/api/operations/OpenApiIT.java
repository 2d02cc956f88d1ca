package starmap.api.operations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import starmap.api.testing.Http;
import starmap.api.testing.LocalApi;
import starmap.api.testing.LocalApiExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

@ExtendWith(LocalApiExtension.class)
class OpenApiIT {
  private static final Path FROZEN = Path.of("src/test/resources/openapi.json");
  private static final String UPDATE = "starmap.openapi.update";
  private static final JsonMapper PRETTY =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Http http;

  OpenApiIT(LocalApi api) {
    http = api.http();
  }

  @Test
  void theDocumentIsTheFrozenOne() throws IOException {
    var document = PRETTY.writeValueAsString(ordered(document())) + "\n";
    if (Boolean.getBoolean(UPDATE)) {
      Files.writeString(FROZEN, document);
    }
    assertThat(document)
        .as("the API has changed; if that is meant, run with -D" + UPDATE + "=true and commit")
        .isEqualTo(Files.readString(FROZEN, UTF_8));
  }

  @Test
  void theDocumentIsOpenApi31AndNamesEveryCall() {
    var document = document();
    assertThat(document.get("openapi").asString()).startsWith("3.1");
    assertThat(document.get("paths").propertyNames())
        .contains(
            "/v1/map/{function}",
            "/v1/starmap/{function}",
            "/v1/apply/{function}",
            "/v1/jobs",
            "/v1/jobs/{id}",
            "/v1/jobs/{id}:cancel",
            "/v1/jobs/{id}:retry",
            "/v1/jobs/{id}:pause",
            "/v1/jobs/{id}:resume",
            "/v1/jobs/{id}/chunks",
            "/v1/jobs/{id}/chunks/summary",
            "/v1/jobs/{id}/events",
            "/v1/jobs/{id}/stats",
            "/v1/jobs/{id}/errors",
            "/v1/jobs/{id}/errors/groups",
            "/v1/jobs/{id}/results",
            "/v1/jobs/{id}/results/{index}",
            "/v1/functions",
            "/v1/functions/{name}",
            "/v1/workers",
            "/v1/workers/{id}:drain",
            "/v1/overview",
            "/v1/limits");
  }

  @Test
  void everyParameterHasATypeAndEveryCallANameOfItsOwn() {
    var names = new ArrayList<String>();
    for (var path : document().get("paths")) {
      for (var operation : path) {
        names.add(operation.get("operationId").asString());
        for (var parameter : operation.path("parameters")) {
          assertThat(parameter.at("/schema/type").isString()).as(parameter.toString()).isTrue();
        }
      }
    }
    assertThat(names).doesNotHaveDuplicates().noneMatch(name -> name.matches("(list|get)(_.*)?"));
  }

  @Test
  void everyExampleRuns() {
    int examples = 0;
    for (var path : document().get("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        if (Set.of("post", "put").contains(operation.getKey()) && !path.getKey().contains("{id}")) {
          examples += run(operation.getKey(), path.getKey(), operation.getValue());
        }
      }
    }
    assertThat(examples).isGreaterThanOrEqualTo(12);
  }

  @Test
  void swaggerUiAnswers() {
    var redirect = http.get("/swagger-ui").expect(302).header("Location");
    assertThat(http.get(redirect).expect(200).text()).contains("swagger-ui");
    assertThat(http.get("/openapi.json/swagger-config").expect(200).text())
        .contains("/openapi.json");
  }

  private int run(String method, String path, JsonNode operation) {
    var address = withExamples(path, operation.path("parameters"));
    int examples = 0;
    for (var body : operation.at("/requestBody/content").properties()) {
      var example = body.getValue().get("example");
      var text = example.isString() ? example.asString() : example.toString();
      var call = http.call(method.toUpperCase(Locale.ROOT), address);
      var answer = call.header("Content-Type", body.getKey()).body(text.getBytes(UTF_8)).send();
      assertThat(answer.status()).as("%s %s %s", method, path, text).isIn(200, 202);
      examples++;
    }
    return examples;
  }

  /** The address as the page fills it in. */
  private static String withExamples(String path, JsonNode parameters) {
    var address = path;
    var query = "?";
    for (var parameter : parameters) {
      var name = parameter.get("name").asString();
      var example = parameter.path("example").asString();
      if (parameter.get("in").asString().equals("path")) {
        address = address.replace("{" + name + "}", example);
      } else if (!example.isEmpty()) {
        query += name + "=" + example;
      }
    }
    return address + query;
  }

  private JsonNode document() {
    return http.get("/openapi.json").expect(200).json();
  }

  /** The same with names in order and without the server's port. */
  private static JsonNode ordered(JsonNode node) {
    return switch (node) {
      case ObjectNode object -> {
        var sorted = JsonNodeFactory.instance.objectNode();
        object.properties().stream()
            .filter(entry -> !entry.getKey().equals("servers"))
            .sorted(Map.Entry.comparingByKey())
            .forEach(entry -> sorted.set(entry.getKey(), ordered(entry.getValue())));
        yield sorted;
      }
      case ArrayNode array -> {
        var same = JsonNodeFactory.instance.arrayNode();
        array.forEach(element -> same.add(ordered(element)));
        yield same;
      }
      default -> node;
    };
  }
}
