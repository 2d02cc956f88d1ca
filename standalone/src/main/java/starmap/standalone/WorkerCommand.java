package starmap.standalone;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import starmap.worker.WorkerApplication;

@Command(
    name = "worker",
    mixinStandardHelpOptions = true,
    description = "Runs one worker process against a given Redis.")
final class WorkerCommand implements Callable<Integer> {
  @Option(
      names = "--redis",
      defaultValue = "${env:STARMAP_REDIS_URL}",
      description =
          "such as redis://localhost:6379 (or STARMAP_REDIS_URL); not needed where the environment has SPRING_DATA_REDIS_... properties")
  private @Nullable String redis;

  @Option(
      names = "--slots",
      defaultValue = "${env:STARMAP_SLOTS:-0}",
      description =
          "how many chunks to compute at a time; 0 is one for each processor (default, or STARMAP_SLOTS)")
  private int slots;

  @Option(names = "--name", description = "what people call it (default: host-pid)")
  private @Nullable String name;

  @Option(names = "--end-with-parent", hidden = true)
  private boolean endWithParent;

  @Override
  public Integer call() throws InterruptedException {
    if (endWithParent) {
      // should 'up' be killed, its workers must not stay behind
      ProcessHandle.current()
          .parent()
          .ifPresent(parent -> parent.onExit().thenRun(() -> System.exit(0)));
    }
    var options = endWithParent ? Options.quiet() : new Options();
    if (endWithParent) {
      options.set("spring.main.web-application-type", "none"); // they would all take the same port
    }
    options
        .setRedis(redis)
        .set("starmap.worker.slots", slots)
        .setGiven("starmap.worker.name", name)
        .start(WorkerApplication.application());
    return Foreground.stay();
  }
}
