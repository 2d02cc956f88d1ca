package starmap.api.chunk;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import starmap.chunk.LedgerEntry;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes a ledger: one object a line, one JSON array, or a table with tabs as {@code parallel
 * --joblog}.
 */
final class LedgerWriter {
  static final MediaType TSV = new MediaType("text", "tab-separated-values");

  private static final String HEADER =
      "start\tlength\tstate\tworker\tattempts\tfailed\tstarted\tseconds\n";

  private final OutputStream out;
  private final JsonMapper json;
  private final MediaType type;
  private boolean begun;

  LedgerWriter(OutputStream out, JsonMapper json, MediaType type) {
    this.out = out;
    this.json = json;
    this.type = type;
  }

  /**
   * A stretch of items as clients see it.
   *
   * @param start index of the first item
   * @param length number of items
   * @param state recorded, ready, leased or delayed
   * @param worker id of who computes it, or has
   * @param attempts how often it was claimed
   * @param failed how many of its items failed
   * @param started when its computing began, about
   * @param seconds how long it was computed
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Row(
      long start,
      int length,
      String state,
      @Nullable String worker,
      int attempts,
      int failed,
      @Nullable Instant started,
      @Nullable Double seconds) {
    static Row of(LedgerEntry entry) {
      return new Row(
          entry.start(),
          entry.length(),
          entry.state().name().toLowerCase(Locale.ROOT),
          entry.worker().isEmpty() ? null : entry.worker(),
          entry.attempts(),
          entry.failed(),
          entry.started(),
          entry.took() == null ? null : (Double) seconds(entry.took()));
    }

    /** Times as numbers, which spreadsheets and sort(1) read. */
    String line() {
      return start
          + "\t"
          + length
          + "\t"
          + state
          + "\t"
          + (worker == null ? "" : worker)
          + "\t"
          + attempts
          + "\t"
          + failed
          + "\t"
          + (started == null ? "" : decimal(3, started.toEpochMilli() / 1e3))
          + "\t"
          + (seconds == null ? "" : decimal(6, seconds))
          + "\n";
    }

    private static double seconds(Duration time) {
      return time.toNanos() / 1e9;
    }

    private static String decimal(int places, double number) {
      return String.format(Locale.ROOT, "%." + places + "f", number);
    }
  }

  void write(LedgerEntry entry) throws IOException {
    begin();
    var row = Row.of(entry);
    if (type.equals(TSV)) {
      out.write(row.line().getBytes(UTF_8));
    } else if (type.equals(MediaType.APPLICATION_JSON)) {
      out.write(begun ? ',' : '[');
      out.write(json.writeValueAsBytes(row));
    } else {
      out.write(json.writeValueAsBytes(row));
      out.write('\n');
    }
    begun = true;
  }

  void end() throws IOException {
    begin();
    if (type.equals(MediaType.APPLICATION_JSON)) {
      out.write((begun ? "]" : "[]").getBytes(UTF_8));
    }
  }

  private void begin() throws IOException {
    if (!begun && type.equals(TSV)) {
      out.write(HEADER.getBytes(UTF_8));
      begun = true;
    }
  }
}
