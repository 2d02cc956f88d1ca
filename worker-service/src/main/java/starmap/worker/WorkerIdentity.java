package starmap.worker;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import starmap.fleet.Activity;
import starmap.fleet.Worker;
import starmap.worker.function.FunctionCatalog;
import starmap.worker.heartbeat.Heartbeat;
import starmap.worker.held.Drain;
import starmap.worker.held.HeldChunks;

/**
 * Who this worker is; what it does changes, and what it can compute, and whether it takes chunks.
 */
record WorkerIdentity(
    Worker worker, FunctionCatalog functions, IntSupplier busy, HeldChunks held, Drain drain)
    implements Heartbeat.Self {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerIdentity.class);

  static WorkerIdentity of(
      WorkerProperties properties,
      Instant started,
      FunctionCatalog functions,
      IntSupplier busy,
      HeldChunks held,
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
            List.of(),
            Activity.NONE),
        functions,
        busy,
        held,
        drain);
  }

  String id() {
    return worker.id();
  }

  @Override
  public Worker now() {
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
        functions.broken(),
        held.activity(System.nanoTime()));
  }

  @Override
  public void onDrain() {
    if (!drain.isRequested()) {
      LOG.info("this worker was asked to drain: it ends what it holds, and waits to be stopped");
      drain.request();
    }
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException _) {
      return "localhost";
    }
  }
}
