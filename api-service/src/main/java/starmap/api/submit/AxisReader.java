package starmap.api.submit;

import java.util.ArrayList;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;

/** Reads a list of values, or {@code {"range":{…}}}. */
final class AxisReader extends ValueDeserializer<JobRequest.Axis> {
  @Override
  public JobRequest.Axis deserialize(JsonParser parser, DeserializationContext context) {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      return new JobRequest.Axis(null, context.readValue(parser, Ranged.class).range());
    }
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      return context.reportInputMismatch(JobRequest.Axis.class, "neither a list nor a range");
    }
    var values = new ArrayList<String>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      values.add(Verbatim.read(parser, context));
    }
    return new JobRequest.Axis(values, null);
  }

  /** The form of a range. */
  private record Ranged(JobRequest.Range range) {}
}
