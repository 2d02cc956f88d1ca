package starmap.api.submit;

import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import starmap.api.connection.Arrivals;
import starmap.api.limits.ApiProperties;
import starmap.api.problem.ProblemException;
import starmap.api.problem.ProblemType;
import starmap.wire.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamConstraintsException;

/**
 * The body of a request as JSON, unpacked and remembered; whatever is wrong with it becomes a
 * problem that says where.
 */
final class Body {
  private final Tape tape;
  private final JsonParser parser;

  private final @Nullable MessageDigest digest;

  private Body(InputStream in, long limit, @Nullable MessageDigest digest) {
    this.digest = digest;
    tape = new Tape(digest == null ? in : new DigestInputStream(in, digest), limit);
    parser = Json.parser(tape);
  }

  /** Something that reads a body. */
  @FunctionalInterface
  interface Reading<T> {
    /** Reads. */
    T read(JsonParser parser, Tape tape) throws IOException;
  }

  /** Something that knows which item is being read. */
  @FunctionalInterface
  interface ItemIndex {
    /** The index; -1 where no item is being read. */
    long get();
  }

  /** {@code fingerprinted} bodies have a hash afterwards, which costs time. */
  static Body of(HttpServletRequest request, ApiProperties limits, boolean fingerprinted)
      throws IOException {
    return new Body(
        unpack(request, request.getInputStream(), limits),
        limits.maxBody().toBytes(),
        fingerprinted ? sha256() : null);
  }

  /** A body of any length, read as it arrives. */
  static Body arriving(HttpServletRequest request, Arrivals in, ApiProperties limits)
      throws IOException {
    return new Body(unpack(request, in, limits), Long.MAX_VALUE, null);
  }

  /** Fingerprint of all bytes read, in hexadecimal; a dash where none was wanted. */
  String hash() {
    return digest == null ? "-" : HexFormat.of().formatHex(digest.digest());
  }

  ItemSplitter splitter(ItemSplitter.Framing framing, int chunkSize) {
    return new ItemSplitter(parser, tape, framing, chunkSize);
  }

  /** Reads, and translates what goes wrong. */
  <T extends @Nullable Object> T read(ItemIndex item, Reading<T> reading) throws IOException {
    try {
      return reading.read(parser, tape);
    } catch (JacksonIOException e) {
      throw broken(e.getCause());
    } catch (JacksonException e) {
      throw malformed(e, item.get());
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private static ProblemException malformed(JacksonException e, long item) {
    var at = e.getLocation();
    var what =
        e instanceof StreamConstraintsException
            ? "the JSON is beyond a limit: "
            : "the JSON is malformed: ";
    var problem =
        ProblemException.of(
            ProblemType.MALFORMED_JSON, what + withoutSource(e.getOriginalMessage()));
    if (at != null) {
      problem
          .with("line", at.getLineNr())
          .with("column", at.getColumnNr())
          .with("offset", at.getByteOffset());
    }
    return item < 0 ? problem : problem.with("itemIndex", item);
  }

  /** The first line, and not where Jackson points to in its own source. */
  private static String withoutSource(String message) {
    int line = message.indexOf('\n');
    return line < 0 ? message : message.substring(0, line);
  }

  /** The packing is a problem; a client that is gone is none, and nobody would read of it. */
  static ProblemException broken(@Nullable IOException e) throws IOException {
    var why =
        switch (e) {
          case null -> "it ends too early";
          case ZipException _ -> "it is not valid gzip";
          case EOFException _ -> "it ends too early";
          default -> throw e;
        };
    return ProblemException.of(ProblemType.MALFORMED_BODY, "the body cannot be read: " + why);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The bytes of a body as they were before they were packed, if they were. */
  static InputStream unpack(HttpServletRequest request, InputStream in, ApiProperties limits)
      throws IOException {
    var encoding = request.getHeader("Content-Encoding");
    if (encoding == null || encoding.equalsIgnoreCase("identity")) {
      return in;
    }
    if (!encoding.toLowerCase(Locale.ROOT).equals("gzip")) {
      throw ProblemException.of(ProblemType.UNSUPPORTED_ENCODING, "bodies may be plain or gzip");
    }
    try {
      return new Unpacked(in, limits.gzipRatio());
    } catch (IOException e) {
      throw broken(e);
    }
  }
}
