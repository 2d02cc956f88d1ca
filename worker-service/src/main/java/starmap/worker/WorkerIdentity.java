package starmap.worker;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntSupplier;
import starmap.fleet.Worker;
import starmap.worker.function.FunctionCatalog;
import starmap.worker.held.Drain;

/** Who this worker is; how busy it is changes, and what it can compute. */
record WorkerIdentity(Worker worker, FunctionCatalog functions, IntSupplier busy, Drain drain) {

  static WorkerIdentity of(
      WorkerProperties properties,
      Instant started,
      FunctionCatalog functions,
      IntSupplier busy,
      Drain drain) {
    var process = ProcessHandle.current();
    var host = host();
    var name = properties.name().isEmpty() ? host + "-" + process.pid() : properties.name();
    var id =
        "w"
            + process.pid()
            + "-"
            + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    long parent = process.parent().map(ProcessHandle::pid).orElse(0L);
    return new WorkerIdentity(
        new Worker(
            id,
            name,
            host,
            process.pid(),
            parent,
            started,
            properties.actualSlots(),
            0,
            false,
            List.of(),
            List.of()),
        functions,
        busy,
        drain);
  }

  String id() {
    return worker.id();
  }

  /** The worker as it is now. */
  Worker now() {
    return new Worker(
        worker.id(),
        worker.name(),
        worker.host(),
        worker.pid(),
        worker.parent(),
        worker.started(),
        worker.slots(),
        busy.getAsInt(),
        drain.isRequested(),
        functions.descriptors(),
        functions.broken());
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException _) {
      return "localhost";
    }
  }
}
