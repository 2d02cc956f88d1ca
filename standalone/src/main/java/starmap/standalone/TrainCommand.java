package starmap.standalone;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import starmap.standalone.demo.Demo;
import starmap.standalone.demo.Training;

@Command(
    name = "train",
    hidden = true,
    description = "Does what a busy Starmap does, and ends: the run that the AOT cache is made of.")
final class TrainCommand implements Callable<Integer> {
  @Override
  public Integer call() throws IOException, InterruptedException {
    var settings = new LocalStarmap.Settings(Ports.ANY, 0, 2, null);
    try (var starmap = LocalStarmap.start(settings)) {
      Training.run(starmap.address());
      var nowhere = new PrintStream(OutputStream.nullOutputStream());
      return new Demo(starmap.address(), nowhere).run() ? 0 : 1;
    }
  }
}
