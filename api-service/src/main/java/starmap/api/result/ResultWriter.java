package starmap.api.result;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import starmap.api.problem.ProblemException;
import starmap.job.JobError;
import starmap.store.JobResults;
import starmap.wire.Json;
import starmap.wire.JsonSlices;
import starmap.wire.SegmentError;

/**
 * Writes results. Values are copied from stored segments and never re-serialised; a whole segment
 * of bare values in a JSON array is one copy.
 */
public final class ResultWriter {
  private static final int MOST_ERRORS = 1_000;
  private static final byte[] NULL = "null".getBytes(US_ASCII);
  private static final byte[] LINE_END = "\r\n".getBytes(US_ASCII);

  private final OutputStream out;
  private final Layout layout;
  private final List<JobError> errors = new ArrayList<>();
  private boolean begun;
  private long count;
  private long failed;

  /** Which items are written. */
  public enum Only {
    /** All. */
    ALL,
    /** Those with a value. */
    OK,
    /** Those with an error. */
    FAILED
  }

  /**
   * What results look like.
   *
   * @param format the framing
   * @param bare values alone, without their index; a failed item is {@code null} in an array and an
   *     error line among lines
   * @param only which items
   */
  public record Layout(Format format, boolean bare, Only only) {}

  /** Writes to {@code out}, which should be buffered. */
  public ResultWriter(OutputStream out, Layout layout) {
    this.out = out;
    this.layout = layout;
  }

  /** Number of items written. */
  public long count() {
    return count;
  }

  /** Number of failed items among those seen. */
  public long failed() {
    return failed;
  }

  /** The first thousand failed items among those seen. */
  public List<JobError> errors() {
    return errors;
  }

  /** Writes those items of a segment whose index lies in {@code [from, to)}. */
  public void write(JobResults.Entry entry, long from, long to) throws IOException {
    var segment = entry.segment();
    note(entry);
    boolean whole = from <= entry.start() && to >= entry.start() + segment.count();
    if (whole && layout.bare() && layout.format() == Format.JSON && layout.only() == Only.ALL) {
      separate();
      out.write(segment.bytes(), segment.from() + 1, segment.to() - segment.from() - 2);
      count += segment.count();
    } else {
      writeEach(entry, from, to);
    }
  }

  /** Writes a JSON value as it is, without an index. */
  void plain(byte[] bytes, int start, int length) throws IOException {
    separate();
    writeBare(bytes, start, length);
    endItem();
  }

  private void writeBare(byte[] bytes, int start, int length) throws IOException {
    switch (layout.format()) {
      case JSON -> out.write(bytes, start, length);
      case NDJSON -> writeLine(bytes, start, length);
      case CSV -> CsvValues.write(bytes, start, length, out);
    }
  }

  /** Ends the array. */
  public void end() throws IOException {
    if (layout.format() == Format.JSON) {
      begin();
      out.write(']');
    }
  }

  /** Writes an error as a line of its own, behind which nothing follows. */
  public void errorLine(JobError error) throws IOException {
    if (layout.format() != Format.JSON) {
      writeError(
          error.index(), new SegmentError(0, error.type(), error.message(), error.attempts()));
    }
  }

  /** Writes what went wrong with the whole as a line, behind which nothing follows. */
  void problemLine(ProblemException problem) throws IOException {
    if (layout.format() == Format.NDJSON) {
      out.write(Json.MAPPER.writeValueAsBytes(Map.of("error", problem.members())));
      out.write('\n');
    }
    if (layout.format() == Format.CSV) {
      writeCsvError("", problem.type().uri().toString(), String.valueOf(problem.getMessage()));
      out.write(LINE_END);
    }
  }

  private void note(JobResults.Entry entry) {
    failed += entry.segment().failed();
    for (var error : entry.segment().errors()) {
      if (errors.size() < MOST_ERRORS) {
        errors.add(
            new JobError(
                entry.start() + error.offset(), error.type(), error.message(), error.attempts()));
      }
    }
  }

  private void writeEach(JobResults.Entry entry, long from, long to) throws IOException {
    var values = entry.segment().values();
    var failures = entry.segment().errors().iterator();
    @Nullable SegmentError error = failures.hasNext() ? failures.next() : null;
    for (int offset = 0; values.next(); offset++) {
      long index = entry.start() + offset;
      boolean wanted = index >= from && index < to;
      if (error != null && error.offset() == offset) {
        if (wanted && layout.only() != Only.OK) {
          writeError(index, error);
        }
        error = failures.hasNext() ? failures.next() : null;
      } else if (wanted && layout.only() != Only.FAILED) {
        writeValue(index, entry.segment().bytes(), values);
      }
    }
  }

  private void writeValue(long index, byte[] bytes, JsonSlices value) throws IOException {
    separate();
    boolean isCsv = layout.format() == Format.CSV;
    if (!layout.bare()) {
      var before = isCsv ? index + "," : "{\"index\":" + index + ",\"value\":";
      out.write(before.getBytes(US_ASCII));
    }
    writeBare(bytes, value.start(), value.length());
    if (!layout.bare() && !isCsv) {
      out.write('}');
    }
    endItem();
  }

  private void writeError(long index, SegmentError error) throws IOException {
    separate();
    if (layout.bare() && layout.format() == Format.JSON) {
      out.write(NULL);
    } else if (layout.format() == Format.CSV) {
      writeCsvError(Long.toString(index), error.type(), error.message());
    } else {
      out.write(("{\"index\":" + index + ",\"error\":").getBytes(US_ASCII));
      out.write(
          Json.MAPPER.writeValueAsBytes(
              new ErrorView(error.type(), error.message(), error.attempts())));
      out.write('}');
    }
    endItem();
  }

  /** {@code #error,INDEX,TYPE,MESSAGE}. */
  private void writeCsvError(String index, String type, String message) throws IOException {
    out.write(("#error," + index + ",").getBytes(US_ASCII));
    CsvValues.text(type, out);
    out.write(',');
    CsvValues.text(message, out);
  }

  /**
   * A line break inside a value can only be white space between tokens; as a line it must not stay
   * one.
   */
  private void writeLine(byte[] bytes, int start, int length) throws IOException {
    int from = start;
    for (int i = start; i < start + length; i++) {
      if (bytes[i] == '\n' || bytes[i] == '\r') {
        out.write(bytes, from, i - from);
        out.write(' ');
        from = i + 1;
      }
    }
    out.write(bytes, from, start + length - from);
  }

  private void separate() throws IOException {
    if (layout.format() == Format.JSON) {
      if (begun) {
        out.write(',');
      }
      begin();
    }
  }

  private void begin() throws IOException {
    if (!begun) {
      out.write('[');
      begun = true;
    }
  }

  private void endItem() throws IOException {
    switch (layout.format()) {
      case JSON -> {}
      case NDJSON -> out.write('\n');
      case CSV -> out.write(LINE_END);
    }
    count++;
  }

  /**
   * An error of an item.
   *
   * @param type a stable word
   * @param message for a person
   * @param attempts how often it was tried
   */
  public record ErrorView(String type, String message, int attempts) {}
}
