package starmap.api.submit;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.FieldModifier;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import starmap.api.problem.ProblemException;
import starmap.api.problem.ProblemType;
import starmap.chunk.Block;
import starmap.wire.Json;

/**
 * Items that are lines of CSV. A field that is a number, {@code true}, {@code false} or {@code
 * null} in JSON is that as it stands, a field of nothing is null, and any other is a string. An
 * item of one column is its value, one of several an array; with a header an object.
 */
final class CsvItems implements Items {
  private static final Pattern LITERAL =
      Pattern.compile(
          "true|false|null|-?(0|[1-9]\\d{0,999})(\\.\\d{1,999})?([eE][+-]?\\d{1,999})?");

  private final Iterator<CsvRecord> records;
  private final ItemForm form;
  private final ByteArrayOutputStream block = new ByteArrayOutputStream();
  private @Nullable List<String> names;
  private long index;
  private int count;
  private boolean ended;

  CsvItems(InputStream body, ItemForm form) {
    this.form = form;
    var handler =
        CsvRecordHandler.builder()
            .maxFieldSize(Json.MAX_ITEM)
            .maxRecordSize(Json.MAX_ITEM)
            .fieldModifier(new ToJson())
            .build();
    this.records =
        CsvReader.builder()
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .build(handler, new InputStreamReader(new Stepwise(body), UTF_8.newDecoder()))
            .iterator();
  }

  @Override
  public @Nullable Block next() throws IOException {
    while (!ended && !ItemSplitter.isFull(block.size(), count, form.chunkSize())) {
      ended = !item();
    }
    return early();
  }

  @Override
  public @Nullable Block early() {
    if (count == 0) {
      return null;
    }
    block.write(']');
    var cut = new Block(index - count, count, block.toByteArray());
    block.reset();
    count = 0;
    return cut;
  }

  @Override
  public void skip(long from, long to) throws IOException {
    index = from;
    while (index < to && item()) {
      block.reset();
      count = 0;
    }
  }

  private boolean item() throws IOException {
    var fields = fields();
    if (fields == null) {
      return false;
    }
    var item = form.spread() ? spread(fields) : only(fields);
    var bytes = item.getBytes(UTF_8);
    if (bytes.length > Json.MAX_ITEM) {
      throw ItemSplitter.tooLarge(index);
    }
    block.write(count == 0 ? '[' : ',');
    block.writeBytes(bytes);
    index++;
    count++;
    return true;
  }

  /** The fields of the next line as JSON; null behind the last one. */
  private @Nullable List<String> fields() throws IOException {
    try {
      if (form.header() && names == null && records.hasNext()) {
        names = records.next().getFields().stream().map(CsvItems::name).toList();
      }
      return records.hasNext() ? records.next().getFields() : null;
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof CharacterCodingException) {
        throw malformed("it is not UTF-8");
      }
      throw Body.broken(e.getCause());
    } catch (CsvParseException e) {
      if (String.valueOf(e.getMessage()).contains("exceed")) {
        throw ItemSplitter.tooLarge(index);
      }
      throw malformed(String.valueOf(e.getMessage()));
    }
  }

  private String only(List<String> fields) {
    if (fields.size() != 1) {
      throw malformed("map takes one column, and this line has " + fields.size() + "; use starmap");
    }
    return fields.getFirst();
  }

  private String spread(List<String> fields) {
    var columns = names;
    if (columns == null) {
      return '[' + String.join(",", fields) + ']';
    }
    if (columns.size() != fields.size()) {
      throw malformed(
          "the header names " + columns.size() + " columns, and this line has " + fields.size());
    }
    var object = new StringBuilder("{");
    for (int i = 0; i < columns.size(); i++) {
      object.append(i == 0 ? "" : ",").append(columns.get(i)).append(':').append(fields.get(i));
    }
    return object.append('}').toString();
  }

  private ProblemException malformed(String what) {
    return ProblemException.of(ProblemType.MALFORMED_CSV, "the CSV is malformed: " + what)
        .with("itemIndex", index);
  }

  /** A column is named by its text, also where that looks like a number. */
  private static String name(String json) {
    return json.startsWith("\"") ? json : '"' + json + '"';
  }

  private static final class ToJson implements FieldModifier {
    @Override
    public String modify(long line, int column, boolean quoted, String field) {
      if (field.isEmpty() && !quoted) {
        return "null";
      }
      return LITERAL.matcher(field).matches() ? field : Json.MAPPER.writeValueAsString(field);
    }
  }

  /** Keeps a decoder from asking for more before it hands out what it has. */
  private static final class Stepwise extends FilterInputStream {
    Stepwise(InputStream in) {
      super(in);
    }

    @Override
    public int available() {
      return 0;
    }
  }
}
