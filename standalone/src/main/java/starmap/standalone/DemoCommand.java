package starmap.standalone;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import starmap.standalone.demo.Demo;

@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "Starts everything, runs the tutorials' examples through HTTP, and ends.")
final class DemoCommand implements Callable<Integer> {

  @Override
  public Integer call() throws IOException, InterruptedException {
    var settings = new LocalStarmap.Settings(Ports.ANY, 0, 0, null);
    try (var starmap = LocalStarmap.start(settings)) {
      boolean right = new Demo(starmap.address(), System.out).run();
      return right ? 0 : 1;
    }
  }
}
