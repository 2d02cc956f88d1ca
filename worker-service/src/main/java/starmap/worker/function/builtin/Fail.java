package starmap.worker.function.builtin;

import starmap.function.CallContext;
import starmap.function.ItemFunction;
import starmap.function.RawJson;
import starmap.function.StarmapFunction;
import starmap.wire.Json;

/** Fails on every string, with the string as its message; returns any other item as it is. */
@StarmapFunction(
    name = "fail",
    description =
        "Fails on every string, with the string as its message; returns any other item as it is.",
    example = "1")
public final class Fail implements ItemFunction<RawJson, RawJson> {
  @Override
  public RawJson apply(RawJson argument, CallContext context) {
    if (argument.utf8()[0] == '"') {
      throw new IllegalArgumentException(Json.MAPPER.readValue(argument.utf8(), String.class));
    }
    return argument;
  }
}
