package starmap.argument;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import starmap.wire.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The compiled JSON Schema of the array of all arguments of a function. Compiling takes a fraction
 * of a millisecond, checking about a microsecond: keep it. Thread-safe.
 */
public final class ArgumentSchema {
  private static final Logger LOG = LoggerFactory.getLogger(ArgumentSchema.class);

  /** Authors of functions write schemas: nothing is fetched, and nothing is kept for ever. */
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          registry ->
              registry
                  .schemaCacheEnabled(false)
                  .schemaLoader(loader -> loader.block(_ -> true))
                  .schemaRegistryConfig(
                      SchemaRegistryConfig.builder().locale(Locale.ROOT).build()));

  private final JsonNode source;
  private final Schema schema;
  private final int required;
  private final @Nullable PlainTypes plain;

  private ArgumentSchema(JsonNode source, Schema schema) {
    this.source = source;
    this.schema = schema;
    this.required = source.path("minItems").asInt(0);
    this.plain = source.isObject() ? PlainTypes.of(source) : null;
  }

  /**
   * Compiles it; drafts 4 to 2020-12, the last by default.
   *
   * @throws IllegalArgumentException where it is no JSON Schema
   */
  public static ArgumentSchema of(String text) {
    try {
      var source = Json.MAPPER.readTree(text);
      if (!source.isObject() && !source.isBoolean()) {
        throw new IllegalArgumentException("a JSON Schema is an object");
      }
      var schema = REGISTRY.getSchema(source);
      schema.initializeValidators();
      return new ArgumentSchema(source, schema);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("the schema is not JSON: " + e.getOriginalMessage(), e);
    } catch (SchemaException e) {
      throw new IllegalArgumentException("the schema is wrong: " + e.getMessage(), e);
    }
  }

  /** The schema itself, to be shown. */
  public JsonNode source() {
    return source;
  }

  /** How many arguments there must be at least. */
  int required() {
    return required;
  }

  /** What is certain at a glance; null where nothing is. */
  @Nullable PlainTypes plain() {
    return plain;
  }

  /** What is wrong with an array of arguments; nothing where the schema itself cannot be used. */
  List<Error> validate(JsonNode arguments) {
    try {
      return schema.validate(arguments);
    } catch (SchemaException e) {
      LOG.debug("a schema cannot be used", e);
      return List.of();
    }
  }
}
