package starmap.api.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads Server-Sent Events while they arrive. */
public final class EventReader implements AutoCloseable {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final BufferedReader lines;

  /** Reads from an answer. */
  public EventReader(InputStream in) {
    lines = new BufferedReader(new InputStreamReader(in, UTF_8));
  }

  /**
   * An event.
   *
   * @param name its kind
   * @param id its id
   * @param data its data
   */
  public record Event(String name, String id, JsonNode data) {}

  /** Watches a job, behind an event if one is given. */
  public static EventReader of(JobClient job, @Nullable String lastEventId) {
    var call = job.http().call("GET", job.path() + "/events");
    if (lastEventId != null) {
      call.header("Last-Event-ID", lastEventId);
    }
    return new EventReader(call.open().body());
  }

  /** The next event; null at the end of the stream. */
  public @Nullable Event next() {
    try {
      var name = "";
      var id = "";
      var data = "";
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty() && !name.isEmpty()) {
          return new Event(name, id, MAPPER.readTree(data));
        }
        name = line.startsWith("event: ") ? line.substring(7) : name;
        id = line.startsWith("id: ") ? line.substring(4) : id;
        data = line.startsWith("data: ") ? line.substring(6) : data;
      }
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The events up to the first {@code state} of this name, or to the end. */
  public List<Event> until(String state) {
    var events = new ArrayList<Event>();
    for (var event = next(); event != null; event = next()) {
      events.add(event);
      if (event.name().equals("state") && event.data().get("state").asString().equals(state)) {
        break;
      }
    }
    return events;
  }

  /** The states among events. */
  public static List<String> states(List<Event> events) {
    return events.stream()
        .filter(event -> event.name().equals("state"))
        .map(event -> event.data().get("state").asString())
        .toList();
  }

  @Override
  public void close() {
    try {
      lines.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
