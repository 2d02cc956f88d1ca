import java.io.ByteArrayOutputStream;
import java.util.stream.LongStream;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Reads and writes an array of a million integers with Jackson, on one thread, and prints the milliseconds of each run. */
class Json {
  private static final int RUNS = 25;

  private final JsonFactory json = new JsonFactory();

  void main() {
    var numbers = LongStream.range(0, 1_000_000).map(x -> x * x).toArray();
    for (int run = 0; run < RUNS; run++) {
      long begin = System.nanoTime();
      var bytes = written(numbers);
      long middle = System.nanoTime();
      long sum = sum(bytes);
      long end = System.nanoTime();
      if (sum != LongStream.of(numbers).sum()) {
        throw new IllegalStateException("read something else than was written");
      }
      IO.println((middle - begin) / 1e6 + " " + (end - middle) / 1e6);
    }
  }

  private byte[] written(long[] numbers) {
    var out = new ByteArrayOutputStream();
    try (var generator = json.createGenerator(ObjectWriteContext.empty(), out)) {
      generator.writeArray(numbers, 0, numbers.length);
    }
    return out.toByteArray();
  }

  private long sum(byte[] bytes) {
    long sum = 0;
    try (var parser = json.createParser(ObjectReadContext.empty(), bytes)) {
      for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
        sum += token == JsonToken.VALUE_NUMBER_INT ? parser.getLongValue() : 0;
      }
    }
    return sum;
  }
}
