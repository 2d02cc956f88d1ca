package starmap.api.submit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import starmap.api.testing.Call;

/** Bad requests, and what is documented to answer them. */
final class BadRequests {
  static final String SECRET = "s3cr3t";
  static final String MAP = "/v1/map/square";
  static final String JOBS = "/v1/jobs";

  private BadRequests() {}

  /**
   * A bad request.
   *
   * @param name what is bad
   * @param method how it is sent
   * @param path where to
   * @param call what is sent
   * @param status the documented answer
   * @param slug the documented kind
   */
  record Bad(
      String name, String method, String path, UnaryOperator<Call> call, int status, String slug) {
    static Bad post(String name, String path, String body, int status, String slug) {
      return new Bad(name, "POST", path, call -> call.json(body), status, slug);
    }

    static Bad job(String name, String body, int status, String slug) {
      return post(name, JOBS, body, status, slug);
    }

    static Bad get(String name, String path, int status, String slug) {
      return new Bad(name, "GET", path, call -> call, status, slug);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Bad> all() {
    return Stream.of(bodies(), options(), ranges(), generated(), media(), paths(), queries())
        .flatMap(requests -> requests);
  }

  private static Stream<Bad> bodies() {
    var malformed = "malformed-json";
    return Stream.of(
        Bad.post("malformed array", MAP, "[1,2,}", 400, malformed),
        Bad.post("truncated array", MAP, "[1,2", 400, malformed),
        Bad.post("truncated string", MAP, "[\"" + SECRET, 400, malformed),
        Bad.post("missing comma", MAP, "[1 2]", 400, malformed),
        Bad.post("trailing comma", MAP, "[1,2,]", 400, malformed),
        Bad.post("something behind the array", MAP, "[1] [2]", 400, malformed),
        Bad.post("not JSON at all", MAP, "<" + SECRET + "/>", 400, malformed),
        Bad.post("NaN", MAP, "[NaN]", 400, malformed),
        Bad.post("leading zero", MAP, "[007]", 400, malformed),
        Bad.post("control character in a string", MAP, "[\"a\u0001b\"]", 400, malformed),
        Bad.post("bad escape", MAP, "[\"\\x\"]", 400, malformed),
        Bad.post("depth bomb", MAP, "[".repeat(100_000), 400, malformed),
        Bad.post("depth bomb of objects", MAP, "[" + "{\"a\":".repeat(9_999), 400, malformed),
        Bad.post("number of 1,001 digits", MAP, "[" + "1".repeat(1_001) + "]", 400, malformed),
        Bad.post("long name", MAP, "[{\"" + "n".repeat(300) + "\":1}]", 400, malformed),
        Bad.post("object instead of an array", MAP, "{\"a\":1}", 422, "invalid-request"),
        Bad.post("number instead of an array", MAP, "7", 422, "invalid-request"),
        Bad.post("empty array body", MAP, "", 422, "invalid-request"),
        Bad.post(
            "item of more than 1 MiB", MAP, "[\"" + "x".repeat(1 << 20) + "\"]", 413, "too-large"),
        Bad.post("two values for apply", "/v1/apply/square", "1 2", 400, malformed),
        Bad.post("no value for apply", "/v1/apply/square", " ", 400, malformed),
        lines("two values on one line", "1\n2 3\n", 400, malformed),
        lines("half a line", "1\n{\"a\":", 400, malformed),
        bytes("invalid UTF-8", "[\"\u00ff\"]", 400, malformed),
        bytes("cut UTF-8", "[\"\u00c3\"]", 400, malformed),
        bytes("UTF-16", "\u00fe\u00ff\0[\0001\0]", 400, malformed),
        Bad.post("job is an array", JOBS, "[]", 422, "invalid-request"),
        Bad.post("job is empty", JOBS, "", 422, "invalid-request"),
        Bad.post("malformed job", JOBS, "{\"function\":\"square\",", 400, malformed),
        Bad.post("truncated items", JOBS, "{\"input\":{\"items\":[1,2", 400, malformed),
        Bad.post("something behind the job", JOBS, "{} {}", 400, malformed));
  }

  private static Stream<Bad> options() {
    var invalid = "invalid-request";
    var labels =
        IntStream.range(0, 33)
            .mapToObj(i -> "\"k" + i + "\":\"v\"")
            .collect(Collectors.joining(","));
    return Stream.of(
        Bad.job("no function", "{\"input\":{\"items\":[]}}", 422, invalid),
        Bad.job("unknown function", withFunction("sqare"), 422, "unknown-function"),
        Bad.job("unknown version", withFunction("square@99"), 422, "unknown-function"),
        Bad.job("function is a number", job("\"function\":7"), 422, invalid),
        Bad.job("unknown option", job("\"chunksize\":7"), 422, "unknown-option"),
        Bad.job(
            "unknown input",
            "{\"function\":\"square\",\"input\":{\"itmes\":[]}}",
            422,
            "unknown-option"),
        Bad.job("duplicate option", job("\"store\":true,\"store\":false"), 400, "malformed-json"),
        Bad.job("chunkSize 0", job("\"chunkSize\":0"), 422, invalid),
        Bad.job("chunkSize -1", job("\"chunkSize\":-1"), 422, invalid),
        Bad.job("chunkSize 1e3", job("\"chunkSize\":1e3"), 422, invalid),
        Bad.job("chunkSize as text", job("\"chunkSize\":\"big\""), 422, invalid),
        Bad.job("chunkSize of 10^30", job("\"chunkSize\":1" + "0".repeat(30)), 422, invalid),
        Bad.job("mode", job("\"mode\":\"fold\""), 422, invalid),
        Bad.job("mode by number", job("\"mode\":1"), 422, invalid),
        Bad.job("store as text", job("\"store\":\"true\""), 422, invalid),
        Bad.job("ttl that is no duration", job("\"ttl\":\"a day\""), 422, invalid),
        Bad.job("ttl of 10^30", job("\"ttl\":1" + "0".repeat(30)), 422, invalid),
        Bad.job("ttl of 1e30", job("\"ttl\":1e30"), 422, invalid),
        Bad.job("ttl of 10^15 days", job("\"ttl\":\"P1000000000000000D\""), 422, invalid),
        Bad.job("function is true", job("\"function\":true"), 422, invalid),
        Bad.job("label that is a number", job("\"labels\":{\"a\":1}"), 422, invalid),
        Bad.job("negative ttl", job("\"ttl\":\"PT-1S\""), 422, invalid),
        Bad.job("ttl of a century", job("\"ttl\":\"P36500D\""), 422, invalid),
        Bad.job("too many labels", job("\"labels\":{" + labels + "}"), 422, invalid),
        Bad.job("label without a text", job("\"labels\":{\"a\":null}"), 422, invalid),
        Bad.job("label that is an object", job("\"labels\":{\"a\":{\"b\":1}}"), 422, invalid),
        Bad.job("label with a colon", job("\"labels\":{\"a:b\":\"c\"}"), 422, invalid),
        Bad.job("long label", job("\"labels\":{\"a\":\"" + "x".repeat(257) + "\"}"), 422, invalid),
        Bad.job(
            "options bomb",
            job("\"labels\":{\"a\":\"" + "x".repeat(70_000) + "\"}"),
            413,
            "too-large"),
        Bad.job(
            "many small options",
            job("\"labels\":[" + "1,".repeat(50_000) + "1]"),
            413,
            "too-large"));
  }

  private static Stream<Bad> ranges() {
    var invalid = "invalid-request";
    return Stream.of(
        Bad.job("no input", "{\"function\":\"square\"}", 422, invalid),
        Bad.job("two inputs", input("\"items\":[],\"range\":{\"stop\":1}"), 422, invalid),
        Bad.job("items that are no array", input("\"items\":7"), 422, invalid),
        Bad.job("input that is null", "{\"function\":\"square\",\"input\":null}", 422, invalid),
        Bad.job("range without stop", input("\"range\":{}"), 422, invalid),
        Bad.job("step 0", input("\"range\":{\"stop\":9,\"step\":0}"), 422, invalid),
        Bad.job(
            "range of 10^30", input("\"range\":{\"stop\":1" + "0".repeat(30) + "}"), 422, invalid),
        Bad.job("range of 2^63", input("\"range\":{\"stop\":9223372036854775807}"), 422, invalid),
        Bad.job("range of fractions", input("\"range\":{\"stop\":1.5}"), 422, invalid),
        Bad.job("range of text", input("\"range\":{\"stop\":\"9\"}"), 422, invalid));
  }

  private static Stream<Bad> generated() {
    var invalid = "invalid-request";
    var many = "{\"range\":{\"stop\":1000000000}}";
    return Stream.of(
        Bad.job("repeat of nothing", input("\"repeat\":{\"times\":3}"), 422, invalid),
        Bad.job("repeat without times", input("\"repeat\":{\"value\":3}"), 422, invalid),
        Bad.job("repeat below 0", input("\"repeat\":{\"value\":3,\"times\":-1}"), 422, invalid),
        Bad.job("random without count", input("\"random\":{\"seed\":3}"), 422, invalid),
        Bad.job("product of nothing", input("\"product\":[]"), 422, invalid),
        Bad.job("product of numbers", input("\"product\":[1,2]"), 422, invalid),
        Bad.job("product of 10^18", input("\"product\":[" + many + "," + many + "]"), 422, invalid),
        Bad.job("zip of text", input("\"zip\":\"ab\""), 422, invalid),
        Bad.job("zip of objects", input("\"zip\":[{\"rang\":1}]"), 422, "unknown-option"),
        Bad.job(
            "constant of no argument",
            power("\"constants\":{\"expnent\":1}"),
            422,
            "unknown-option"),
        Bad.job(
            "nothing but constants",
            power("\"constants\":{\"exponent\":1,\"base\":1}"),
            422,
            invalid),
        Bad.job("calls with a function", power("\"mode\":\"calls\""), 422, invalid),
        Bad.job("mode reduce by one argument", job("\"mode\":\"reduce\""), 422, invalid),
        Bad.job(
            "mode reduce with constants",
            power("\"mode\":\"reduce\",\"constants\":{\"base\":1}"),
            422,
            invalid),
        Bad.job("unknown reduction", power("\"reduce\":\"total\""), 422, "unknown-function"),
        Bad.job("reduction by one argument", power("\"reduce\":\"square\""), 422, invalid),
        Bad.job(
            "two reductions",
            power("\"reduce\":{\"op\":\"sum\",\"function\":\"gcd\"}"),
            422,
            invalid),
        Bad.job("reduction without op", power("\"reduce\":{}"), 422, invalid),
        Bad.job("histogram without bounds", power("\"reduce\":\"histogram\""), 422, invalid),
        Bad.job("sum with bins", power("\"reduce\":{\"op\":\"sum\",\"bins\":3}"), 422, invalid),
        Bad.job(
            "bounds that fall",
            power("\"reduce\":{\"op\":\"histogram\",\"bounds\":[1,0]}"),
            422,
            invalid),
        Bad.job(
            "a million bins",
            power("\"reduce\":{\"op\":\"histogram\",\"min\":0,\"max\":1,\"bins\":1000000}"),
            422,
            invalid));
  }

  private static String power(String more) {
    return "{\"function\":\"power\",\"input\":{\"items\":[[1,2]]}," + more + "}";
  }

  private static Stream<Bad> media() {
    return Stream.of(
        sent("POST", MAP, "Content-Type", "text/plain", 415, "unsupported-media-type"),
        sent(
            "POST",
            MAP,
            "Content-Type",
            "application/x-www-form-urlencoded",
            415,
            "unsupported-media-type"),
        sent(
            "POST",
            JOBS,
            "Content-Type",
            "application/x-www-form-urlencoded",
            415,
            "unsupported-media-type"),
        sent(
            "POST",
            MAP,
            "Content-Type",
            "multipart/form-data; boundary=x",
            415,
            "unsupported-media-type"),
        sent("POST", MAP, "Content-Type", "nonsense", 415, "unsupported-media-type"),
        sent("POST", JOBS, "Content-Type", "application/x-ndjson", 415, "unsupported-media-type"),
        sent("POST", MAP, "Content-Encoding", "br", 415, "unsupported-encoding"),
        sent("POST", MAP, "Content-Encoding", "gzip", 400, "malformed-body"),
        sent("POST", MAP, "Accept", "text/html", 406, "not-acceptable"),
        sent("POST", MAP, "Accept", "nonsense", 406, "not-acceptable"),
        sent("POST", JOBS, "Idempotency-Key", "has a space", 400, "malformed-request"),
        sent("POST", JOBS, "Idempotency-Key", "k".repeat(256), 400, "malformed-request"),
        packed("gzip bomb", zeros(32 << 20), 413, "too-large"),
        packed("body over the limit", numbers(33 << 20), 413, "too-large"));
  }

  private static Stream<Bad> paths() {
    var missing = "/v1/jobs/" + "a".repeat(26);
    return Stream.of(
        Bad.get("unknown path", "/v1/nothing/here", 404, "not-found"),
        Bad.get("unknown job", missing, 404, "job-not-found"),
        Bad.get("bad job id", "/v1/jobs/" + SECRET, 404, "job-not-found"),
        Bad.get("results of an unknown job", missing + "/results", 404, "job-not-found"),
        Bad.get("index that is no number", missing + "/results/first", 400, "malformed-request"),
        Bad.get("unknown function", "/v1/functions/none", 404, "not-found"),
        Bad.post("cancel of an unknown job", missing + ":cancel", "", 404, "job-not-found"),
        Bad.post("unknown verb", missing + ":explode", "", 404, "not-found"),
        Bad.post("map of an unknown function", "/v1/map/sqare", "[1]", 422, "unknown-function"),
        Bad.get("wrong method", MAP, 405, "method-not-allowed"),
        new Bad("patch", "PATCH", JOBS, call -> call, 405, "method-not-allowed"));
  }

  private static Stream<Bad> queries() {
    var invalid = "invalid-request";
    return Stream.of(
        Bad.post("unknown parameter", MAP + "?chunkSize=7", "[1]", 422, "unknown-option"),
        Bad.post("chunksize 0", MAP + "?chunksize=0", "[1]", 422, invalid),
        Bad.post("order", MAP + "?order=random", "[1]", 422, invalid),
        Bad.post("negative timeout", MAP + "?timeout=-1", "[1]", 422, invalid),
        Bad.post("endless timeout", MAP + "?timeout=Infinity", "[1]", 422, invalid),
        Bad.post("timeout that is no number", MAP + "?timeout=NaN", "[1]", 422, invalid),
        Bad.get("bad page token", JOBS + "?pageToken=" + SECRET, 422, invalid),
        Bad.get("page token of an odd id", JOBS + "?pageToken=OTpvZGQ", 422, invalid),
        Bad.get("page size 0", JOBS + "?pageSize=0", 422, invalid),
        Bad.get("unknown state", JOBS + "?state=happy", 422, invalid),
        Bad.get("label without a value", JOBS + "?label=a", 422, invalid));
  }

  private static String withFunction(String name) {
    return "{\"function\":\"" + name + "\",\"input\":{\"items\":[]}}";
  }

  /** A good job but for an option. */
  static String job(String option) {
    var rest = option.isEmpty() ? "" : "," + option;
    return option.startsWith("\"function\"")
        ? "{" + option + ",\"input\":{\"items\":[1]}}"
        : "{\"function\":\"square\",\"input\":{\"items\":[1]}" + rest + "}";
  }

  private static String input(String input) {
    return "{\"function\":\"square\",\"input\":{" + input + "}}";
  }

  private static Bad lines(String name, String body, int status, String slug) {
    return new Bad(name, "POST", MAP, call -> call.ndjson(body), status, slug);
  }

  private static Bad bytes(String name, String body, int status, String slug) {
    UnaryOperator<Call> call =
        c -> c.header("Content-Type", "application/json").body(body.getBytes(ISO_8859_1));
    return new Bad(name, "POST", MAP, call, status, slug);
  }

  private static Bad sent(
      String method, String path, String header, String value, int status, String slug) {
    UnaryOperator<Call> call =
        c ->
            header.equals("Content-Type")
                ? c.body("[1]".getBytes(ISO_8859_1)).header(header, value)
                : c.json("[1]").header(header, value);
    return new Bad(header + " " + value, method, path, call, status, slug);
  }

  private static Bad packed(String name, byte[] body, int status, String slug) {
    UnaryOperator<Call> call =
        c -> c.header("Content-Encoding", "gzip").header("Content-Type", "application/json");
    return new Bad(name, "POST", MAP, c -> call.apply(c).body(gzip(body)), status, slug);
  }

  private static byte[] zeros(int length) {
    return ("[" + " ".repeat(length)).getBytes(ISO_8859_1);
  }

  private static byte[] numbers(int length) {
    var text = new StringBuilder(length + 32).append("[1");
    for (long i = 1; text.length() < length; i++) {
      text.append(',').append(i * 0x9E3779B97F4A7C15L);
    }
    return text.append(']').toString().getBytes(ISO_8859_1);
  }

  private static byte[] gzip(byte[] body) {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}
