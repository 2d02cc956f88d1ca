package starmap.system;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DeflaterOutputStream;

/** PDF files of one page with a line of text. */
final class Pdf {
  private Pdf() {}

  static byte[] of(String text, boolean compressed) throws IOException {
    var content = ("BT /F1 12 Tf 72 720 Td (" + text + ") Tj ET").getBytes(US_ASCII);
    var stream = compressed ? deflated(content) : content;
    var filter = compressed ? " /Filter /FlateDecode" : "";
    var pdf = new ByteArrayOutputStream();
    pdf.writeBytes("%PDF-1.4\n".getBytes(US_ASCII));
    var offsets = new ArrayList<Integer>();
    add(pdf, offsets, "<< /Type /Catalog /Pages 2 0 R >>");
    add(pdf, offsets, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
    add(
        pdf,
        offsets,
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R"
            + " /Resources << /Font << /F1 4 0 R >> >> >>");
    add(pdf, offsets, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
    offsets.add(pdf.size());
    pdf.writeBytes(
        "5 0 obj\n<< /Length %d%s >>\nstream\n"
            .formatted(stream.length, filter)
            .getBytes(US_ASCII));
    pdf.writeBytes(stream);
    pdf.writeBytes("\nendstream\nendobj\n".getBytes(US_ASCII));
    end(pdf, offsets);
    return pdf.toByteArray();
  }

  private static void add(ByteArrayOutputStream pdf, List<Integer> offsets, String object) {
    offsets.add(pdf.size());
    pdf.writeBytes("%d 0 obj\n%s\nendobj\n".formatted(offsets.size(), object).getBytes(US_ASCII));
  }

  private static void end(ByteArrayOutputStream pdf, List<Integer> offsets) {
    int table = pdf.size();
    int count = offsets.size() + 1;
    var end = new StringBuilder("xref\n0 %d\n0000000000 65535 f \n".formatted(count));
    offsets.forEach(offset -> end.append("%010d 00000 n \n".formatted(offset)));
    end.append("trailer\n<< /Size %d /Root 1 0 R >>\n".formatted(count));
    end.append("startxref\n%d\n%%%%EOF\n".formatted(table));
    pdf.writeBytes(end.toString().getBytes(US_ASCII));
  }

  private static byte[] deflated(byte[] content) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var deflater = new DeflaterOutputStream(bytes)) {
      deflater.write(content);
    }
    return bytes.toByteArray();
  }
}
