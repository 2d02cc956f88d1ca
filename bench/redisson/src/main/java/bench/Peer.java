package bench;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.redisson.Redisson;
import org.redisson.api.RExecutorService;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * java bench.Peer HOST PORT: the client. Reads a command from each line, and writes what it measured as a line (see
 * bench/foreign.py).
 */
public class Peer {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RExecutorService executor;

  Peer(RExecutorService executor) {
    this.executor = executor;
  }

  public static void main(String[] args) throws Exception {
    var redisson = Redisson.create(Worker.config(args));
    var peer = new Peer(redisson.getExecutorService("bench"));
    var version = Redisson.class.getPackage().getImplementationVersion();
    write(Map.of("version", version + ", Java " + Runtime.version().feature()));
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      var command = JSON.readTree(line);
      write(
          switch (command.get("do").asString()) {
            case "map" -> peer.map(command);
            case "applies" -> peer.applies(command);
            default -> alone(command);
          });
    }
    redisson.shutdown();
  }

  private Map<String, Object> map(JsonNode command) throws Exception {
    var function = command.get("function").asString();
    int chunk = command.get("chunk").asInt();
    var items = items(command);
    return chunk == 1 ? each(function, items) : packed(function, numbers(items), chunk);
  }

  private Map<String, Object> each(String function, List<Object> items) throws Exception {
    long start = System.nanoTime();
    var tasks = items.stream().map(item -> new Task(function, item)).toArray(Task[]::new);
    var values = new ArrayList<Object>(tasks.length);
    for (var future : executor.submit(tasks).getTaskFutures()) {
      values.add(future.get());
    }
    return measured(start, values);
  }

  private Map<String, Object> packed(String function, long[] items, int chunk) throws Exception {
    long start = System.nanoTime();
    var tasks = new ArrayList<Task>();
    for (int from = 0; from < items.length; from += chunk) {
      tasks.add(new Task(function, Arrays.copyOfRange(items, from, Math.min(from + chunk, items.length))));
    }
    var values = new long[items.length];
    int at = 0;
    for (var future : executor.submit(tasks.toArray(Task[]::new)).getTaskFutures()) {
      var part = (long[]) future.get();
      System.arraycopy(part, 0, values, at, part.length);
      at += part.length;
    }
    return measured(start, values);
  }

  /** Each client is a thread that asks for its next item when it has the value of the one before. */
  private Map<String, Object> applies(JsonNode command) throws Exception {
    var function = command.get("function").asString();
    var item = item(command.get("item"));
    int count = command.get("count").asInt();
    int clients = command.get("clients").asInt();
    var asked = new AtomicInteger();
    var times = new ConcurrentLinkedQueue<Double>();
    var values = new ConcurrentLinkedQueue<Object>();
    Callable<Void> client =
        () -> {
          while (asked.getAndIncrement() < count) {
            long start = System.nanoTime();
            values.add(executor.submit(new Task(function, item)).get());
            times.add(seconds(start));
          }
          return null;
        };
    try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
      long start = System.nanoTime();
      for (Future<Void> ended : threads.invokeAll(Collections.nCopies(clients, client))) {
        ended.get();
      }
      return Map.of("seconds", seconds(start), "times", times, "values", values);
    }
  }

  /** In this process, without the executor. */
  private static Map<String, Object> alone(JsonNode command) throws Exception {
    var function = command.get("function").asString();
    var items = items(command);
    long start = System.nanoTime();
    var values = new ArrayList<Object>();
    for (var item : items) {
      values.add(new Task(function, item).call());
    }
    return measured(start, values);
  }

  private static List<Object> items(JsonNode command) {
    var items = new ArrayList<Object>();
    command.get("items").forEach(item -> items.add(item(item)));
    return items;
  }

  private static Object item(JsonNode item) {
    return item.isString() ? item.asString() : item.isIntegralNumber() ? (Object) item.asLong() : (Object) item.asDouble();
  }

  private static long[] numbers(List<Object> items) {
    return items.stream().mapToLong(item -> (Long) item).toArray();
  }

  private static Map<String, Object> measured(long start, Object values) {
    return Map.of("seconds", seconds(start), "values", values);
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static void write(Map<String, Object> answer) {
    System.out.println(JSON.writeValueAsString(answer));
  }
}
