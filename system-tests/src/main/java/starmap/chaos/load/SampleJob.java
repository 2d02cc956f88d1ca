package starmap.chaos.load;

/**
 * A job whose results are known.
 *
 * @param key its Idempotency-Key
 * @param computation what is computed
 * @param items of what
 * @param chunkSize items in a chunk; 0 is automatic
 */
record SampleJob(String key, Computation computation, Items items, int chunkSize) {
  long total() {
    return items.total();
  }

  /** The body of its submission. */
  String body() {
    return "{\"function\":\"%s\",\"mode\":\"%s\",\"onError\":\"collect\",\"chunkSize\":%s,\"input\":%s}"
        .formatted(
            computation.function(),
            computation == Computation.POWER ? "starmap" : "map",
            chunkSize == 0 ? "\"auto\"" : Integer.toString(chunkSize),
            items.json());
  }

  /** Whether this is the line of results for an index. How often an item was tried is open. */
  boolean isRight(long index, String line) {
    var item = items.item(index);
    var head = "{\"index\":" + index;
    return computation.fails(item)
        ? line.startsWith(
            head + ",\"error\":{\"type\":\"IllegalArgumentException\",\"message\":" + item + ",")
        : line.equals(head + ",\"value\":" + computation.value(item) + "}");
  }
}
