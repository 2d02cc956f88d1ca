package starmap.api.submit;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;

/** Reads the name of an operation or function, or an object with its parameters. */
final class ReduceReader extends ValueDeserializer<JobRequest.Reducing> {
  @Override
  public JobRequest.Reducing deserialize(JsonParser parser, DeserializationContext context) {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      return new JobRequest.Reducing(parser.getString(), null, null, null, null, null);
    }
    return context.readValue(parser, JobRequest.Reducing.class);
  }
}
