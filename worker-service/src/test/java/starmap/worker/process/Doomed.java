package starmap.worker.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A process with a child, which is there to be killed. */
final class Doomed {
  private Doomed() {}

  /** Computes one item of the program that an argument names, and waits. */
  public static void main(String[] arguments) throws Exception {
    var folder = new Folder(Path.of(arguments[0]));
    var source = folder.lines(Files.readString(folder.path().resolve("program")), null);
    System.out.println(Folder.range(source, 1).getFirst());
    TimeUnit.DAYS.sleep(1);
  }
}
